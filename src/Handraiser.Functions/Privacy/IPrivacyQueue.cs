using Azure.Storage.Queues;

namespace Handraiser.Functions.Privacy;

/// <summary>Where work about privacy waits for its turn.</summary>
internal interface IPrivacyQueue
{
    /// <summary>Puts one message into the queue, to be seen after <paramref name="delay"/>.</summary>
    Task SendAsync(PrivacyMessage message, TimeSpan delay, CancellationToken cancellation);
}

/// <summary>The queue <c>privacy</c>; its messages never expire.</summary>
internal sealed class PrivacyQueue(QueueServiceClient queues) : IPrivacyQueue
{
    private readonly QueueClient queue = queues.GetQueueClient(Names.Queues.Privacy);

    public Task SendAsync(PrivacyMessage message, TimeSpan delay, CancellationToken cancellation) =>
        queue.SendMessageAsync((message with { Origin = Spans.Here ?? message.Origin }).Write(), visibilityTimeout: delay, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellation);
}

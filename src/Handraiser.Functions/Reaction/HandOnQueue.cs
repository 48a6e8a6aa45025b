using Azure.Storage.Queues;
using Handraiser.Functions.Delivery;
using Handraiser.Plays;

namespace Handraiser.Functions.Reaction;

/// <summary>Hands actions on through the <c>deliveries</c> queue: one message each, so that one that fails is tried again alone.</summary>
internal sealed class HandOnQueue(QueueServiceClient queues) : IHandOn
{
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    private readonly QueueClient deliveries = queues.GetQueueClient(Names.Queues.Deliveries);

    public Task DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation) =>
        Task.WhenAll(actions.Select(a => deliveries.SendMessageAsync(new DeliveryMessage(a.CustomerId, a.Action.Id, Spans.Here).Write(), timeToLive: Forever, cancellationToken: cancellation)));
}

using Azure.Storage.Queues;
using Handraiser.Events;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Storage;

/// <summary>
/// The host gives up on a message after <c>maxDequeueCount</c> tries and keeps it in the poison queue for seven days only: from there it
/// is parked at once, where it stays until somebody replays or removes it. A poison queue has none beside it: there the host gives up for
/// good, so what cannot be parked now goes back as a new message, again and again, and its seven days begin anew each time.
/// </summary>
internal sealed class PoisonMessages(IParked parked, QueueServiceClient queues, TimeProvider clock)
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(30);

    private const string Reason = "The message failed as often as host.json allows; see the log of that time, then replay it.";
    private const string NewerReason = "A newer version wrote the message in a format that this one does not know; replay it once only the newer version runs.";

    /// <summary>Packs of events that failed.</summary>
    [Function("ParkPoisonEvents")]
    public Task Events([QueueTrigger(Names.Queues.Events + Names.Queues.PoisonSuffix, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        ParkAsync(Names.Queues.Events, message, cancellation);

    /// <summary>Deliveries that failed.</summary>
    [Function("ParkPoisonDeliveries")]
    public Task Deliveries([QueueTrigger(Names.Queues.Deliveries + Names.Queues.PoisonSuffix, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        ParkAsync(Names.Queues.Deliveries, message, cancellation);

    /// <summary>Details that could not be fetched.</summary>
    [Function("ParkPoisonFetch")]
    public Task Fetch([QueueTrigger(Names.Queues.Fetch + Names.Queues.PoisonSuffix, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        ParkAsync(Names.Queues.Fetch, message, cancellation);

    /// <summary>Rights of privacy law that could not be carried out.</summary>
    [Function("ParkPoisonPrivacy")]
    public Task Privacy([QueueTrigger(Names.Queues.Privacy + Names.Queues.PoisonSuffix, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        ParkAsync(Names.Queues.Privacy, message, cancellation);

    private async Task ParkAsync(string queue, string message, CancellationToken cancellation)
    {
        try
        {
            await parked.ParkAsync(queue, queue == Names.Queues.Events && EventPack.IsOfNewerVersion(message) ? NewerReason : Reason, message, clock.GetUtcNow(), cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            await queues.GetQueueClient(queue + Names.Queues.PoisonSuffix).SendMessageAsync(message, visibilityTimeout: Later, cancellationToken: cancellation);
        }
    }
}

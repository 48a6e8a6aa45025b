using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Storage;

/// <summary>
/// The host gives up on a message after <c>maxDequeueCount</c> tries and keeps it in the poison queue for seven days only: from there it
/// is parked at once, where it stays until somebody replays or removes it.
/// </summary>
internal sealed class PoisonMessages(IParked parked, TimeProvider clock)
{
    private const string Reason = "The message failed as often as host.json allows; see the log of that time, then replay it.";

    /// <summary>Packs of events that failed.</summary>
    [Function("ParkPoisonEvents")]
    public Task Events([QueueTrigger(Names.Queues.Events + Names.Queues.PoisonSuffix, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        parked.ParkAsync(Names.Queues.Events, Reason, message, clock.GetUtcNow(), cancellation);

    /// <summary>Deliveries that failed.</summary>
    [Function("ParkPoisonDeliveries")]
    public Task Deliveries([QueueTrigger(Names.Queues.Deliveries + Names.Queues.PoisonSuffix, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        parked.ParkAsync(Names.Queues.Deliveries, Reason, message, clock.GetUtcNow(), cancellation);

    /// <summary>Details that could not be fetched.</summary>
    [Function("ParkPoisonFetch")]
    public Task Fetch([QueueTrigger(Names.Queues.Fetch + Names.Queues.PoisonSuffix, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        parked.ParkAsync(Names.Queues.Fetch, Reason, message, clock.GetUtcNow(), cancellation);

    /// <summary>Rights of privacy law that could not be carried out.</summary>
    [Function("ParkPoisonPrivacy")]
    public Task Privacy([QueueTrigger(Names.Queues.Privacy + Names.Queues.PoisonSuffix, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        parked.ParkAsync(Names.Queues.Privacy, Reason, message, clock.GetUtcNow(), cancellation);
}

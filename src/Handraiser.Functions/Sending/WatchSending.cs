using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Sending;

/// <summary>Each half hour: a stop that the operator could not be told of is told again.</summary>
internal sealed class WatchSending(SendingWatch watch)
{
    /// <summary>Reads the switches only: one call.</summary>
    [Function("WatchSending")]
    public Task Run([TimerTrigger("0 10/30 * * * *")] TimerInfo timer, CancellationToken cancellation) => watch.RemindAsync(cancellation);
}

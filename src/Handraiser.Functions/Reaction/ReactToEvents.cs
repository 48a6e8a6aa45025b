using Handraiser.Functions.Intake;
using Handraiser.Functions.Sending;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Reaction;

/// <summary>A message of events: fold, hop, play, commit, hand on.</summary>
internal sealed class ReactToEvents(Reactor reactor, EventMessages messages, SendingWatch watch)
{
    /// <summary>Safe to run any number of times for the same message.</summary>
    [Function("ReactToEvents")]
    public async Task Run([QueueTrigger(Names.Queues.Events, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation)
    {
        var events = await messages.ReadAsync(message, cancellation);
        await reactor.HandleAsync(events, cancellation);
        await watch.HeardAsync(events, cancellation);
    }
}

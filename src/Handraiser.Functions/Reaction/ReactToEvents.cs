using Handraiser.Functions.Intake;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Reaction;

/// <summary>A message of events: fold, hop, play, commit, hand on.</summary>
internal sealed class ReactToEvents(Reactor reactor, EventMessages messages)
{
    /// <summary>Safe to run any number of times for the same message.</summary>
    [Function("ReactToEvents")]
    public async Task Run([QueueTrigger(Names.Queues.Events, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        await reactor.HandleAsync(await messages.ReadAsync(message, cancellation), cancellation);
}

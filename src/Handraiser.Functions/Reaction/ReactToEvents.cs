using System.Diagnostics;
using Handraiser.Functions.Campaigns;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Sending;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Reaction;

/// <summary>A message of events: fold, hop, play, commit, hand on; or the turn of a campaign, which tells of events.</summary>
internal sealed class ReactToEvents(Reactor reactor, EventMessages messages, SendingWatch watch, CampaignDriver campaigns, TimeProvider clock)
{
    /// <summary>Safe to run any number of times for the same message.</summary>
    [Function("ReactToEvents")]
    public async Task Run([QueueTrigger(Names.Queues.Events, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation)
    {
        if (CampaignTurn.Read(message) is { } turn)
        {
            await campaigns.TakeAsync(turn, cancellation);
            return;
        }
        var (events, origins) = await messages.ReadAsync(message, cancellation);
        await Spans.FollowAsync("ReactToEvents", ActivityKind.Consumer, origins, async () =>
        {
            Spans.Note("messaging.batch.message_count", events.Length);
            await reactor.HandleAsync(events, cancellation);
            await watch.HeardAsync(events, cancellation);
        });
        Meters.Answered(events, clock.GetUtcNow());
    }
}

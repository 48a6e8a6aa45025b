using System.Diagnostics;
using Handraiser.Events;
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
        var closed = await messages.LookAtAsync(message, cancellation);
        await Spans.FollowAsync("ReactToEvents", ActivityKind.Consumer, closed.Origins, async () =>
        {
            var heard = Heard.Nothing;
            await reactor.HandleAsync(closed.Bucket, Read, cancellation);
            Spans.Note("messaging.batch.message_count", heard.Arrived.Length);
            await watch.HeardAsync(heard.TellsAgainst, cancellation);
            Meters.Answered(heard.Arrived, clock.GetUtcNow());

            CustomerEvent[] Read()
            {
                var events = closed.Read();
                heard = Heard.Of(events);
                return events;
            }
        });
    }

    /// <summary>What remains to be told of events that are committed, without keeping them.</summary>
    /// <param name="Arrived">When each arrived, UTC.</param>
    /// <param name="TellsAgainst">Whether one of them tells against sending.</param>
    private sealed record Heard(DateTimeOffset[] Arrived, bool TellsAgainst)
    {
        public static Heard Nothing { get; } = new([], false);

        public static Heard Of(CustomerEvent[] events) => new([.. events.Select(e => e.ReceivedAt)], events.Any(SendingWatch.TellsAgainst));
    }
}

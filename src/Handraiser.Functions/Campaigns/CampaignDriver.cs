using Handraiser.Functions.Intake;
using Handraiser.Functions.Reaction;

namespace Handraiser.Functions.Campaigns;

/// <summary>
/// Takes the turns of campaigns: a slice of members each, chosen, put on the roll, and told to the engine as events of theirs. What passes
/// the gates is decided there, customer by customer. It may stop anywhere: the message of the turn comes again, finds on the roll whom it
/// had chosen, and tells of the same customers under the same ids, which changes nothing.
/// </summary>
internal sealed class CampaignDriver(ICampaignBook book, ICampaignTurns turns, CampaignSource source, CampaignRoll roll, IEventSink sink, IMoments moments)
{
    /// <summary>Takes one turn, or drops it where the campaign is past it, paused or gone.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down: the message comes again.</exception>
    public async Task TakeAsync(CampaignTurn turn, CancellationToken cancellation)
    {
        var (state, version) = await book.ReadAsync(turn.Id, cancellation);
        if (state is not { Status: CampaignStatus.Running } || turn.Number < state.Turn) return;
        var moment = await moments.NowAsync(cancellation);
        if (state.StartsAt > moment.Now)
        {
            await turns.LaterAsync(turn, state.StartsAt - moment.Now, cancellation);
            return;
        }
        if (moment.Shop.Stopped.TryGetValue(state.Campaign.Channel, out var why))
        {
            // Everybody chosen now would be left out for good.
            await book.WriteAsync(state with { Status = CampaignStatus.Paused, Why = $"Marketing is stopped: {why}" }, version, cancellation);
            return;
        }

        var found = await source.NextAsync(state, state.SliceSize, cancellation);
        var chosen = await roll.WriteAsync(turn.Id, state.Chosen, found.Ids, cancellation);
        await sink.TellAsync([.. chosen.Select(id => state.Campaign.Choose(id, moment.Now))], cancellation);
        var next = state.Advanced(chosen, found, turn.Number, moment.Now);
        // Before the state is written: whatever ends here, a message is left that goes on.
        var receipt = next.Status == CampaignStatus.Running ? await turns.LaterAsync(turn.Next, state.PauseAfter(chosen.Count), cancellation) : null;
        if (!await book.WriteAsync(next, version, cancellation) && receipt is not null) await turns.TakeBackAsync(receipt, cancellation);
    }
}

using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Sending;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators.Desk;

/// <summary>
/// Keeps the responders' list in order: shares out what nobody owns, lets go what went stale, closes what settled by itself, and tells the
/// operator once a day when more wait than the team has room for. Doing it twice does no harm.
/// </summary>
internal sealed class FollowUpKeeper(IFollowUps followUps, ICustomers customers, IEventSink events, IMoments moments, ISwitches switches, IStaff staff)
{
    private const string Itself = "Handraiser";

    /// <summary>One round.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        var open = await followUps.OpenAsync(cancellation);
        if (open.Count == 0) return;
        var moment = await moments.NowAsync(cancellation);
        foreach (var stale in open.Where(f => Sharing.IsStale(f, moment.Playbook.Store, moment.Now))) await ExpireAsync(stale, moment, cancellation);
        foreach (var unclear in open.Where(f => f.Kind == FollowUpKind.Unclear)) await SettleAsync(unclear, moment, cancellation);
        await ShareAsync(moment, cancellation);
    }

    /// <summary>Shares out what nobody owns, if anything changes hands, and tells of what nobody has room for.</summary>
    private async Task ShareAsync(Moment moment, CancellationToken cancellation)
    {
        var shared = new SharedOut([], []);
        await followUps.ShareAsync(
            open =>
            {
                shared = Sharing.Of([.. open.Where(f => !Sharing.IsStale(f, moment.Playbook.Store, moment.Now))], moment.Playbook, moment.Now);
                return [.. shared.Given.Select(g => FollowUpRules.Give(g.Item, g.Owner).Item).OfType<FollowUp>()];
            },
            cancellation);
        if (shared.Overflow.IsEmpty) return;
        var today = TimeZoneInfo.ConvertTime(moment.Now, moment.Playbook.Store.TimeZone).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        if (await switches.NoteAsync($"overflow|{today}", moment.Now, cancellation))
            await staff.TellAsync($"{shared.Overflow.Length} customers who raised a hand wait for an answer that nobody has room for. They stand on the desk, best first.", cancellation);
    }

    /// <summary>The event first: if the process dies in between, the next round tells it again under the same id.</summary>
    private async Task ExpireAsync(FollowUp item, Moment moment, CancellationToken cancellation)
    {
        await events.TellAsync([FollowUpDesk.Closed(item, FollowUpOutcomes.Expired, moment.Now)], cancellation);
        await followUps.ChangeAsync(item.Id, known => Sharing.IsStale(known, moment.Playbook.Store, moment.Now) ? FollowUpRules.Expire(known, moment.Now) : new FollowUpChange(null, "Somebody took it."), cancellation);
    }

    /// <summary>A message whose fate became known after all needs nobody's eyes any more.</summary>
    private async Task SettleAsync(FollowUp item, Moment moment, CancellationToken cancellation)
    {
        var profile = (await customers.HomeAsync(item.CustomerId, cancellation)).Profile;
        if (Delivering.Find(profile, item.Id) is { State: ActionState.Unclear }) return;
        await followUps.ChangeAsync(item.Id, known => known.State == FollowUpState.Closed ? new FollowUpChange(null, "It is closed.") : FollowUpRules.Settled(known, Itself, moment.Now), cancellation);
    }
}

/// <summary>Each 5 minutes: the responders' list is put in order.</summary>
internal sealed class KeepFollowUps(FollowUpKeeper keeper)
{
    /// <summary>One call while nobody waits.</summary>
    [Function("KeepFollowUps")]
    public Task Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation) => keeper.KeepAsync(cancellation);
}

using System.Globalization;
using Handraiser.Campaigns;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Sending;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Campaigns;

/// <summary>How one customer fared.</summary>
/// <param name="Customer">The customer id.</param>
/// <param name="Outcome">As <see cref="CampaignResult.Outcome"/>.</param>
/// <param name="Reason">Why, where the outcome alone does not say it.</param>
/// <param name="At">When, or until when it waits; UTC.</param>
/// <param name="Opened">Whether they opened it.</param>
/// <param name="Clicked">Whether they clicked.</param>
/// <param name="Orders">How many orders they placed in the week after it, held out or not.</param>
/// <param name="Worth">What these were worth.</param>
public sealed record CampaignPerson(string Customer, string Outcome, string? Reason, DateTimeOffset? At, bool Opened = false, bool Clicked = false, int Orders = 0, decimal Worth = 0);

/// <summary>A part of those whom a campaign concerns.</summary>
/// <param name="Counts">How many fared how.</param>
/// <param name="People">Each of them.</param>
/// <param name="After">What leads to the next part; null after the last.</param>
public sealed record CampaignPeople(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<CampaignPerson> People, string? After);

/// <summary>What operators do with campaigns.</summary>
internal sealed class CampaignDesk(
    ICampaignBook book, ICampaignTurns turns, CampaignSource source, CampaignRoll roll, CampaignCheck check, IMoments moments, ISwitches switches, IAudit audit)
{
    /// <summary>How many profiles one part of a list reads.</summary>
    public const int MostPeople = 500;

    private const int MostTries = 5;
    /// <summary>A turn that is under way may bring the one after it: the chain that begins here is behind both.</summary>
    private const int NewChain = 2;

    /// <summary>Puts a campaign on its way. The same order again is the same campaign and changes nothing.</summary>
    /// <returns>The campaign as it stands; or a sentence that says what is wrong.</returns>
    public async Task<(CampaignState? State, string? Wrong)> SendAsync(CampaignOrder order, string by, CancellationToken cancellation)
    {
        var moment = await moments.NowAsync(cancellation);
        var (state, wrong) = check.Of(order, moment.Playbook, moment.Now);
        if (state is null) return (null, wrong);
        var id = state.Campaign.Id;
        if (state.ClickersOf is { } earlier && (await book.ReadAsync(earlier, cancellation)).State is null) return (null, $"There is no campaign {earlier}; handraiser campaign list shows them.");
        if (!await book.WriteAsync(state, null, cancellation))
        {
            var known = (await book.ReadAsync(id, cancellation)).State;
            // A call that died between the two writes below is made good by the next one.
            if (known is { Turn: 0, Status: CampaignStatus.Running } && known.Campaign == state.Campaign) await turns.LaterAsync(new CampaignTurn(id, 0), TimeSpan.Zero, cancellation);
            else return (null, $"There is a campaign {id} already, and it is {known?.Status}. Nobody gets it twice; to send the same once more, give it another id.");
            return (known, null);
        }
        await turns.LaterAsync(new CampaignTurn(id, 0), state.StartsAt - moment.Now, cancellation);
        await audit.WriteShopAsync("send-campaign", id, by, moment.Now, cancellation);
        return (state, null);
    }

    /// <summary>A part of those who would get it, decided as in earnest; nothing is sent and nothing written.</summary>
    public async Task<(CampaignPeople? People, string? Wrong)> ForetellAsync(CampaignOrder order, CancellationToken cancellation)
    {
        var (playbook, shop, now) = await moments.NowAsync(cancellation);
        var (state, wrong) = check.Of(order, playbook, now);
        if (state is null) return (null, wrong);
        if (order.After is { } after)
        {
            if (state.ClickersOf is not null && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place)) state = state with { Looked = place };
            else if (state.ClickersOf is null && Identity.IsId(after)) state = state with { After = after };
            else return (null, "Send as \"after\" what the part before said there.");
        }
        var found = await source.NextAsync(state, MostPeople, cancellation);
        var at = state.StartsAt;
        var people = (await source.ProfilesAsync(found.Ids, cancellation)).OfType<Profile>()
            .Select(p => Person(p.Id, CampaignResult.Foretell(p, state.Campaign, playbook, shop, at), default)).ToList();
        var next = found.IsLast ? null : state.ClickersOf is null ? found.Ids[^1] : (state.Looked + found.Looked).ToString(CultureInfo.InvariantCulture);
        return (new CampaignPeople(Count(people), people, next), null);
    }

    /// <summary>The last campaigns.</summary>
    public Task<IReadOnlyList<CampaignState>> ListAsync(CancellationToken cancellation) => book.LastAsync(50, cancellation);

    /// <summary>One campaign; null when there is none of this id.</summary>
    public async Task<CampaignState?> FindAsync(string id, CancellationToken cancellation) => Campaign.IsId(id) ? (await book.ReadAsync(id, cancellation)).State : null;

    /// <summary>A part of those whom a campaign chose, with what became of it for each.</summary>
    /// <param name="id">The campaign.</param>
    /// <param name="place">How many come before.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<CampaignPeople> PeopleAsync(string id, long place, int most, CancellationToken cancellation)
    {
        var ids = await roll.ReadAsync(id, place, most, cancellation);
        var profiles = await source.ProfilesAsync(ids, cancellation);
        var people = ids.Zip(profiles, (customer, profile) => profile is null
            ? new CampaignPerson(customer, "erased", null, null)
            : Person(customer, CampaignResult.Of(profile, id), CampaignEffect.Of(profile, id))).ToList();
        return new CampaignPeople(Count(people), people, ids.Count < most ? null : (place + ids.Count).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Holds a campaign: nobody more is chosen, and those who wait go on waiting.</summary>
    public Task<string?> PauseAsync(string id, string by, CancellationToken cancellation) => ChangeAsync(id, by, "pause-campaign", async (state, now) =>
    {
        if (state.Status is CampaignStatus.Paused or CampaignStatus.Cancelled) return null;
        await switches.PauseAsync(state.Campaign.Name, pause: true, by, now, cancellation);
        return state with { Status = CampaignStatus.Paused, Why = null, Turn = state.Turn + NewChain };
    }, cancellation);

    /// <summary>Lets it go on where it was; also one that stands still though it is running.</summary>
    public Task<string?> ResumeAsync(string id, string by, CancellationToken cancellation) => ChangeAsync(id, by, "resume-campaign", async (state, now) =>
    {
        if (state.Status is CampaignStatus.Cancelled or CampaignStatus.Done) return null;
        await switches.PauseAsync(state.Campaign.Name, pause: false, by, now, cancellation);
        var goesOn = state with { Why = null, Turn = state.Turn + NewChain };
        // Where everybody was chosen already, only those who wait go on: who has come since is not meant.
        return state.FinishedAt is null ? goesOn with { Status = CampaignStatus.Running, NextAt = now } : goesOn with { Status = CampaignStatus.Done };
    }, cancellation);

    /// <summary>Ends it: nobody more is chosen, and what waits is dropped.</summary>
    public Task<string?> CancelAsync(string id, string by, CancellationToken cancellation) => ChangeAsync(id, by, "cancel-campaign", async (state, now) =>
    {
        if (state.Status == CampaignStatus.Cancelled) return null;
        await switches.PauseAsync(Campaign.CancelledNameOf(id), pause: true, by, now, cancellation);
        await switches.PauseAsync(state.Campaign.Name, pause: false, by, now, cancellation);
        return state with { Status = CampaignStatus.Cancelled, Why = null, Turn = state.Turn + NewChain };
    }, cancellation);

    /// <summary>A sentence that says why not; null when it is done.</summary>
    private async Task<string?> ChangeAsync(string id, string by, string what, Func<CampaignState, DateTimeOffset, Task<CampaignState?>> change, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (!Campaign.IsId(id) || await book.ReadAsync(id, cancellation) is not ({ } state, var version)) return $"There is no campaign {id}.";
            var now = (await moments.NowAsync(cancellation)).Now;
            if (await change(state, now) is not { } next) return $"It is {state.Status} already.";
            if (!await book.WriteAsync(next, version, cancellation)) continue;
            moments.Forget();
            if (next.Status == CampaignStatus.Running) await turns.LaterAsync(new CampaignTurn(id, next.Turn), TimeSpan.Zero, cancellation);
            await audit.WriteShopAsync(what, id, by, now, cancellation);
            return null;
        }
        return "It changes too fast at the moment; try again.";
    }

    private static CampaignPerson Person(string customer, CampaignResult result, CampaignEffect did) =>
        new(customer, result.Outcome, result.Reason, result.At, did.Opened, did.Clicked, did.Orders, did.Worth);

    private static Dictionary<string, int> Count(IReadOnlyList<CampaignPerson> people) =>
        people.GroupBy(p => p.Outcome).OrderByDescending(g => g.Count()).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}

using Azure;
using Handraiser.Events;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Reaction;

/// <summary>An event, and the names under which it tells of its customer, strongest first: each takes a hash, worked out once.</summary>
internal readonly record struct Named(CustomerEvent Event, IReadOnlyList<Name> Names);

/// <summary>
/// Finds out to whom an event belongs. Every name has a home row: the customer itself, or a signpost to where they live. An event under
/// several names ties them: signposts are set up before the customer remembers the name, so that a crash in between leaves a signpost
/// too many and never one too few.
/// </summary>
internal sealed class Whereabouts(ICustomers customers, IReadOnlyDictionary<string, DateTimeOffset> erased, ISuppressions suppressions)
{
    private const int MostSignposts = 8;

    /// <summary>Reads where the events will look first, several rows at a time; what they turn out to need beyond that is read when they do.</summary>
    public async Task LookAheadAsync(IReadOnlyList<Named> events, CancellationToken cancellation)
    {
        var homes = events.Where(e => e.Names.Count > 0).Select(e => e.Names[0].Home).Distinct(StringComparer.Ordinal).ToList();
        await customers.LoadAsync(homes, cancellation);
        var lives = new List<string>();
        foreach (var home in homes)
        {
            if ((await customers.LoadAsync(home, cancellation)).Profile.MovedTo is { } next) lives.Add(next);
        }
        await customers.LoadAsync(lives, cancellation);
    }

    /// <summary>Adds an event to the work of the customer it belongs to; to nobody's when that customer was erased (<see cref="Erasure"/>).</summary>
    /// <exception cref="EventRefusedException">The event names nobody.</exception>
    public async Task AssignAsync(Named told, Dictionary<string, Work> works, CancellationToken cancellation)
    {
        var (happened, names) = told;
        if (names.Count == 0) throw new EventRefusedException("The event names no customer: an e-mail address, phone number, shop id, loyalty number, cart token or anonymous id is needed.");

        var rows = new List<(Name Name, CustomerRow Home, CustomerRow Lives)>(names.Count);
        foreach (var name in names)
        {
            // A name that the strongest one's customer already carries needs no look.
            if (rows.Count > 0 && (rows[0].Lives.Profile.Homes.Contains(name.Home) || rows[0].Lives.Profile.Id == name.Home)) continue;
            var home = await customers.LoadAsync(name.Home, cancellation);
            rows.Add((name, home, await FollowAsync(home, cancellation)));
        }

        var customer = Customer(rows);
        var erasedAt = ErasedAt(names, customer.Profile.Id);
        if (Erasure.Drops(happened, erasedAt, customer.ETag is not null))
        {
            Meters.Erased.Add(1);
            return;
        }
        List<string> homes = [];
        List<Profile> absorb = [];
        List<string> joined = [];
        foreach (var (name, home, lives) in rows)
        {
            if (lives.Profile.Id == customer.Profile.Id)
            {
                if (await UnabsorbedAsync(home, cancellation) is { } kept) absorb.Add(kept);
                homes.Add(name.Home);
            }
            // A cart or a browser that already belongs to somebody else is shared, not the same person.
            else if (!name.IsLoose || lives.Profile.Person.KnownSince is null)
            {
                var source = await SignpostAsync(lives, customer.Profile.Id, cancellation);
                if (lives.ETag is not null) absorb.Add(source);
                homes.Add(name.Home);
                homes.Add(lives.Profile.Id);
                joined.Add(lives.Profile.Id);
            }
        }

        var work = WorkOf(customer, works);
        work.Existed |= customer.ETag is not null;
        if (erasedAt is not null && customer.ETag is null)
        {
            foreach (var name in names) work.Stops.AddRange(await suppressions.OfAsync(name.Home, cancellation));
        }
        foreach (var id in joined)
        {
            if (works.Remove(id, out var before)) work.TakeOver(before);
        }
        work.Events.Add(happened);
        work.Homes.AddRange(homes);
        work.Absorb.AddRange(absorb);
    }

    /// <summary>When the customer of these names was last erased. A cart or a browser counts only where nothing personal is told: it may be another's by now.</summary>
    private DateTimeOffset? ErasedAt(IReadOnlyList<Name> names, string customerId)
    {
        if (erased.Count == 0) return null;
        var personal = names.Any(n => !n.IsLoose);
        DateTimeOffset? last = erased.TryGetValue(customerId, out var own) ? own : null;
        foreach (var name in names)
        {
            if ((!personal || !name.IsLoose) && erased.TryGetValue(name.Home, out var at) && !(at < last)) last = at;
        }
        return last;
    }

    /// <summary>
    /// The customer of an event: of all who live at its personal names, the one whom the order of merging keeps, so that a changed address
    /// keeps the customer; where nobody lives there yet, the strongest name is where they begin.
    /// </summary>
    private static CustomerRow Customer(List<(Name Name, CustomerRow Home, CustomerRow Lives)> rows)
    {
        CustomerRow? kept = null;
        foreach (var (name, _, lives) in rows)
        {
            if (name.IsLoose || lives.ETag is null) continue;
            kept = kept is null || Merging.Target(kept.Profile, lives.Profile) == lives.Profile.Id ? lives : kept;
        }
        return kept ?? rows[0].Lives;
    }

    /// <summary>Turns a row into a signpost, its content kept until the target has absorbed it.</summary>
    private async Task<Profile> SignpostAsync(CustomerRow row, string target, CancellationToken cancellation)
    {
        // Whoever lives elsewhere is counted and listed there.
        var signpost = row.Profile.MovedAway(target);
        var written = await customers.CommitAsync(Identity.Bucket(row.Profile.Id), [new CustomerChange(row, signpost)], cancellation);
        return written.ContainsKey(row.Profile.Id) ? signpost : throw new RowMovedException();
    }

    /// <summary>
    /// What a signpost still holds because its maker died before the target had it. Read afresh: a cached one may have been absorbed or
    /// erased since, and what was erased must not come back.
    /// </summary>
    private async Task<Profile?> UnabsorbedAsync(CustomerRow home, CancellationToken cancellation)
    {
        if (home.Profile.MovedTo is not { } to || home.Profile.FirstFact is null) return null;
        customers.Forget(home.Profile.Id);
        var row = await customers.LoadAsync(home.Profile.Id, cancellation);
        if (row.ETag is null || row.Profile.MovedTo != to) throw new RowMovedException();
        return row.Profile.FirstFact is null ? null : row.Profile;
    }

    /// <summary>The row where the customer of a home lives. Signposts that lead in a circle are from two times, one of them before an erasure: they are read afresh once.</summary>
    private async Task<CustomerRow> FollowAsync(CustomerRow home, CancellationToken cancellation)
    {
        var row = home;
        for (var i = 0; row.Profile.MovedTo is { } next; i++)
        {
            if (i == 2 * MostSignposts) throw new EventRefusedException("The signposts of this customer lead in a circle.");
            if (i >= MostSignposts) customers.Forget(next);
            row = await customers.LoadAsync(next, cancellation);
        }
        return row;
    }

    private static Work WorkOf(CustomerRow customer, Dictionary<string, Work> works)
    {
        if (works.TryGetValue(customer.Profile.Id, out var work)) return work;
        return works[customer.Profile.Id] = new Work(customer);
    }
}

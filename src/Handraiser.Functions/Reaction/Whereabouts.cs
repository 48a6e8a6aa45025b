using Azure;
using Handraiser.Events;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Reaction;

/// <summary>
/// Finds out to whom an event belongs. Every name has a home row: the customer itself, or a signpost to where they live. An event under
/// several names ties them: signposts are set up before the customer remembers the name, so that a crash in between leaves a signpost
/// too many and never one too few.
/// </summary>
internal sealed class Whereabouts(ICustomers customers, Identity identity)
{
    private const int MostSignposts = 8;

    /// <summary>Adds an event to the work of the customer it belongs to.</summary>
    /// <exception cref="EventRefusedException">The event names nobody.</exception>
    public async Task AssignAsync(CustomerEvent happened, Dictionary<string, Work> works, CancellationToken cancellation)
    {
        var names = identity.Names(happened.Customer);
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
        var work = WorkOf(customer.Profile.Id, works);
        work.Events.Add(happened);
        foreach (var (name, home, lives) in rows)
        {
            if (lives.Profile.Id == customer.Profile.Id)
            {
                if (home.Profile.MovedTo is not null && home.Profile.FirstFact is not null) work.Absorb.Add(home.Profile);
                if (name.Home != customer.Profile.Id && !customer.Profile.Homes.Contains(name.Home)) work.Homes.Add(name.Home);
            }
            else
            {
                await TieAsync(name, lives, customer, work, works, cancellation);
            }
        }
    }

    /// <summary>
    /// The customer of an event: who lives at its strongest name; where nobody does yet, whoever a weaker personal name leads to, so that
    /// a changed address keeps the customer.
    /// </summary>
    private static CustomerRow Customer(List<(Name Name, CustomerRow Home, CustomerRow Lives)> rows)
    {
        var first = rows[0].Lives;
        if (first.ETag is not null || rows[0].Name.IsLoose) return first;
        foreach (var (name, _, lives) in rows)
        {
            if (!name.IsLoose && lives.ETag is not null) return lives;
        }
        return first;
    }

    private async Task TieAsync(Name name, CustomerRow other, CustomerRow customer, Work work, Dictionary<string, Work> works, CancellationToken cancellation)
    {
        // A cart or a browser that already belongs to somebody else is shared, not the same person.
        if (name.IsLoose && other.Profile.Person.KnownSince is not null) return;
        if (!name.IsLoose && other.ETag is not null && Merging.Target(customer.Profile, other.Profile) == other.Profile.Id)
        {
            // The other one stays: this customer moves there, with all that this message brings.
            var moved = await SignpostAsync(customer, other.Profile.Id, cancellation);
            var target = WorkOf(other.Profile.Id, works);
            target.Absorb.Add(moved);
            target.Homes.Add(customer.Profile.Id);
            target.Events.AddRange(work.Events);
            target.Homes.AddRange(work.Homes);
            target.Absorb.AddRange(work.Absorb);
            works.Remove(work.CustomerId);
            return;
        }
        var source = await SignpostAsync(other, customer.Profile.Id, cancellation);
        if (other.ETag is not null) work.Absorb.Add(source);
        work.Homes.Add(other.Profile.Id);
        if (works.Remove(other.Profile.Id, out var before))
        {
            work.Events.AddRange(before.Events);
            work.Homes.AddRange(before.Homes);
            work.Absorb.AddRange(before.Absorb);
        }
    }

    /// <summary>Turns a row into a signpost, its content kept until the target has absorbed it.</summary>
    private async Task<Profile> SignpostAsync(CustomerRow row, string target, CancellationToken cancellation)
    {
        var signpost = row.Profile with { MovedTo = target };
        var written = await customers.CommitAsync(Identity.Bucket(row.Profile.Id), [new CustomerChange(row, signpost)], cancellation);
        return written.ContainsKey(row.Profile.Id) ? signpost : throw new RowMovedException();
    }

    private async Task<CustomerRow> FollowAsync(CustomerRow row, CancellationToken cancellation)
    {
        for (var i = 0; row.Profile.MovedTo is { } next; i++)
        {
            if (i == MostSignposts) throw new EventRefusedException("The signposts of this customer lead in a circle.");
            row = await customers.LoadAsync(next, cancellation);
        }
        return row;
    }

    private static Work WorkOf(string customerId, Dictionary<string, Work> works)
    {
        if (works.TryGetValue(customerId, out var work)) return work;
        return works[customerId] = new Work(customerId);
    }
}

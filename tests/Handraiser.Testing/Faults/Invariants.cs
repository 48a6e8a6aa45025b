using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Functions;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Testing.Storage;

namespace Handraiser.Testing.Faults;

/// <summary>What must hold once everything has come to rest, whatever happened on the way.</summary>
internal sealed class Invariants(FaultWorld world, List<string> violations)
{
    private readonly Identity identity = new(AppOnTwins.Key);
    private readonly MemoryTable table = world.Account.Table(Names.Tables.Customers);

    /// <summary>Holds everything against what truly happened.</summary>
    public async Task CheckAsync()
    {
        var rows = table.All();
        var profiles = rows.Where(r => r.Key.StartsWith(Keys.CustomerPrefix, StringComparison.Ordinal)).Select(r => Rows.Read(r.Read())).ToDictionary(p => p.Id, StringComparer.Ordinal);
        Folded(profiles);
        Erased(profiles);
        Counts(rows, profiles);
        Memberships(rows, profiles);
        foreach (var profile in profiles.Values.Where(p => p.MovedTo is null)) Wakes(profile);
        if (world.PublishedAt != DateTimeOffset.MaxValue) Swept(profiles.Values);
        await CachesAsync();
        await new MoneyInvariants(world, violations).CheckAsync();
        new MailInvariants(world, violations).Check(profiles.Values.Where(p => p.MovedTo is null).ToList());
    }

    /// <summary>Every acknowledged event stands once on the one profile to which all names lead that events tied together.</summary>
    private void Folded(Dictionary<string, Profile> profiles)
    {
        foreach (var (homes, events) in Persons())
        {
            var lives = homes.Select(h => Follow(profiles, h)).Distinct(StringComparer.Ordinal).ToList();
            if (lives is not [{ } id])
            {
                violations.Add($"one person ({events[0].Customer}) lives at {lives.Count(l => l is not null)} places, and at none by {lives.Count(l => l is null)} names");
                continue;
            }
            var profile = profiles[id];
            if (profile.EventCount != events.Count) violations.Add($"{events.Count} events of {id} were acknowledged, {profile.EventCount} are folded");
            foreach (var one in events.Where(e => !profile.Seen.Contains(e.Id))) violations.Add($"{one.Id} ({one.Kind}) was acknowledged and is not folded into {id}");
        }
    }

    private void Erased(Dictionary<string, Profile> profiles)
    {
        foreach (var email in world.Ledger.Erased.Keys)
        {
            var id = identity.OfEmail(email)!;
            if (profiles.ContainsKey(id)) violations.Add($"{email} was erased and is back as {id}");
            if (world.Account.Table(Names.Tables.FollowUps).All().Exists(r => r["Customer"] as string == id)) violations.Add($"{email} was erased and is on the follow-up list");
        }
    }

    private void Counts(List<MemoryRow> rows, Dictionary<string, Profile> profiles)
    {
        var recount = (long[])world.Ledger.Removed.Clone();
        var one = new long[recount.Length];
        foreach (var profile in profiles.Values)
        {
            Tally.Count(profile, one);
            for (var i = 0; i < one.Length; i++) recount[i] += one[i];
        }
        for (var i = 0; i < recount.Length; i++)
        {
            var counted = rows.Where(r => r.Key.StartsWith(Keys.CountPrefix, StringComparison.Ordinal)).Sum(r => r[Tally.Names[i]] is long n ? n : 0);
            if (counted != recount[i]) violations.Add($"{Tally.Names[i]} are counted as {counted}, a recount gives {recount[i]}");
        }
    }

    private void Memberships(List<MemoryRow> rows, Dictionary<string, Profile> profiles)
    {
        var written = rows.Where(r => r.Key.StartsWith(Keys.SegmentPrefix, StringComparison.Ordinal)).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var held = profiles.Values.Where(p => p.MovedTo is null).SelectMany(p => p.Memberships.Select(m => Keys.Member(m.Segment, p.Id))).ToHashSet(StringComparer.Ordinal);
        foreach (var key in written.Except(held)) violations.Add($"the row {key} says a membership that no profile has");
        foreach (var key in held.Except(written)) violations.Add($"a profile has a membership without its row {key}");
    }

    private void Wakes(Profile profile)
    {
        if (profile.Wake is not { } wake) return;
        var slot = Keys.AgendaSlot(wake, profile.Id);
        if (!world.Account.Table(Names.Tables.Agenda).All().Exists(r => r.Key == profile.Id && string.CompareOrdinal(r.Partition, slot) <= 0)) violations.Add($"nothing will wake {profile.Id}, who is due at {wake:O} (armed {profile.Armed:O})");
    }

    /// <summary>The rules that were published reached everybody, also those to whom nothing happens any more.</summary>
    private void Swept(IEnumerable<Profile> profiles)
    {
        if (!world.Host.IsSwept) violations.Add("the sweep to the new playbook never ended");
        foreach (var profile in profiles)
        {
            foreach (var left in profile.Memberships.Where(m => FaultPlaybooks.Second.Segments.IndexOf(m.Segment) < 0)) violations.Add($"{profile.Id} is still in {left.Segment}, which the new playbook does not have");
            if (Review.IsDue(profile, FaultPlaybooks.Second, ShopState.Default, world.Time.Now)) violations.Add($"the sweep to the new playbook left {profile.Id} out");
        }
    }

    /// <summary>A row that a process believes to be the one that is stored is the one that is stored.</summary>
    private async Task CachesAsync()
    {
        foreach (var process in world.Processes)
        {
            foreach (var row in table.All().Where(r => r.Key.StartsWith(Keys.CustomerPrefix, StringComparison.Ordinal)))
            {
                var cached = await process.Customers.LoadAsync(row.Key[1..], CancellationToken.None);
                if (cached.ETag == row.Version.ToString() && !ProfileJson.Write(cached.Profile).AsSpan().SequenceEqual(ProfileJson.Write(Rows.Read(row.Read()))))
                    violations.Add($"{process.Name} keeps {row.Key[1..]} in another state than is stored, under the same version");
            }
        }
    }

    /// <summary>The names that events tied together, and the events of each person; nobody who was erased.</summary>
    private List<(List<string> Homes, List<CustomerEvent> Events)> Persons()
    {
        var leader = new Dictionary<string, string>(StringComparer.Ordinal);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var events = world.Ledger.Acknowledged.Values.Select(e => (Event: e, Homes: identity.Homes(e.Customer))).ToList();
        foreach (var (one, homes) in events)
        {
            foreach (var home in homes) leader[Lead(home)] = Lead(homes[0]);
        }
        foreach (var email in world.Ledger.Erased.Keys) gone.Add(Lead(identity.OfEmail(email)!));
        // Names of an erased person that no event tied to the address may live on as a stranger's.
        return events.GroupBy(e => Lead(e.Homes[0]), StringComparer.Ordinal).Where(g => !gone.Contains(g.Key))
            .Select(g => (leader.Keys.Where(h => Lead(h) == g.Key).ToList(), g.Select(e => e.Event).ToList())).ToList();

        string Lead(string home)
        {
            leader.TryAdd(home, home);
            while (leader[home] != home) home = leader[home];
            return home;
        }
    }

    private static string? Follow(Dictionary<string, Profile> profiles, string? home)
    {
        while (home is not null && profiles.TryGetValue(home, out var profile))
        {
            if (profile.MovedTo is null) return home;
            home = profile.MovedTo;
        }
        return null;
    }
}

using System.Collections.Immutable;

namespace Handraiser.Profiles;

/// <summary>
/// What changed in the counts of the shop because one profile changed: always a difference of two profiles, so that counts written with
/// the profiles they count agree with them whatever was told twice, late, or taken back after a verdict.
/// </summary>
public static class Tally
{
    /// <summary>The names of the counts, in the order of <see cref="Between"/>.</summary>
    public static ImmutableArray<string> Names { get; } =
        ["Events", "Customers", "Delivered", "Opens", "Openers", "MachineOpens", "Clicks", "Clickers", "MachineClicks", "Replies", "Orders", "Sent", "Complaints", "HardBounces"];

    /// <summary>Adds to <paramref name="counts"/> what the second profile counts more than the first; true when anything differs.</summary>
    public static bool Between(Profile before, Profile after, Span<long> counts)
    {
        if (before.EventCount == after.EventCount && before.MovedTo is null == after.MovedTo is null
            && ReferenceEquals(before.Email, after.Email) && ReferenceEquals(before.Rhythm, after.Rhythm)) return false;
        Span<long> was = stackalloc long[Names.Length];
        Count(before, was);
        Span<long> now = stackalloc long[Names.Length];
        Count(after, now);
        for (var i = 0; i < now.Length; i++) counts[i] += now[i] - was[i];
        return true;
    }

    /// <summary>What one profile counts, in the order of <see cref="Names"/>; a signpost counts nothing.</summary>
    public static void Count(Profile profile, Span<long> counts)
    {
        counts.Clear();
        if (profile.MovedTo is not null) return;
        var mail = profile.Email;
        counts[0] = profile.EventCount;
        counts[1] = profile.EventCount > 0 ? 1 : 0;
        counts[2] = mail.Delivered;
        counts[3] = mail.Opens;
        counts[4] = mail.Opens > 0 ? 1 : 0;
        counts[5] = mail.MachineOpens;
        counts[6] = mail.Clicks;
        counts[7] = mail.Clicks > 0 ? 1 : 0;
        counts[8] = mail.MachineClicks;
        counts[9] = mail.Replies;
        counts[10] = profile.Rhythm.Orders;
        counts[11] = mail.Sent;
        counts[12] = mail.Complaints;
        counts[13] = mail.HardBounces;
    }

    /// <summary>Adds to <paramref name="counts"/> what the second profile counts more than the first of mail whose sending domain was told; true when anything differs.</summary>
    public static bool ByDomain(Profile before, Profile after, Dictionary<string, DomainCounts> counts)
    {
        var (was, now) = (Domains(before), Domains(after));
        if (was == now) return false;
        foreach (var one in now) Add(one);
        foreach (var one in was) Add(new DomainCounts(one.Domain, -one.Sent, -one.Delivered, -one.Complaints, -one.HardBounces));
        return true;

        void Add(DomainCounts one) => counts[one.Domain] = counts.TryGetValue(one.Domain, out var sum) ? sum.Plus(one) : one;
    }

    private static ImmutableArray<DomainCounts> Domains(Profile profile) => profile.MovedTo is null ? profile.Email.ByDomain : [];
}

namespace Handraiser.Profiles;

/// <summary>Makes one customer of two rows that turned out to be the same person. Pure; absorbing the same source again changes nothing.</summary>
public static class Merging
{
    /// <summary>Which of two rows stays: the one known by address, else the one with the earlier first fact, else the smaller id; the same whichever way round it is asked.</summary>
    public static string Target(Profile a, Profile b)
    {
        var known = (a.Person.KnownSince is null).CompareTo(b.Person.KnownSince is null);
        if (known != 0) return known < 0 ? a.Id : b.Id;
        var first = (a.FirstFact ?? DateTimeOffset.MaxValue).CompareTo(b.FirstFact ?? DateTimeOffset.MaxValue);
        if (first != 0) return first < 0 ? a.Id : b.Id;
        return string.CompareOrdinal(a.Id, b.Id) <= 0 ? a.Id : b.Id;
    }

    /// <summary>The target with what only the source knew.</summary>
    public static Profile Absorb(Profile target, Profile source)
    {
        if (target.Homes.Contains(source.Id) && source.FirstFact is null) return target;
        return target.KnownAlsoAt([source.Id, .. source.Homes]) with
        {
            FirstFact = target.FirstFact is { } first && first <= source.FirstFact ? first : source.FirstFact ?? target.FirstFact,
            LastFact = target.LastFact is { } last && last >= source.LastFact ? last : source.LastFact ?? target.LastFact,
            Seen = target.Seen.Union(source.Seen),
            Carts = target.Carts.AddRange(source.Carts.Where(c => target.Carts.All(t => t.Id != c.Id))),
            Recent = [.. target.Recent.Concat(source.Recent).DistinctBy(r => r.Hash).OrderBy(r => r.At)],
            Runs = target.Runs.AddRange(source.Runs.Where(r => target.Runs.All(t => t.Play != r.Play || t.Occasion != r.Occasion))),
        };
    }
}

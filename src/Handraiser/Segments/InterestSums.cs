using System.Collections.Frozen;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>
/// Sums a customer's interest for all categories that conditions ask for, in one pass and once per evaluation. All weights fade alike, so a
/// share changes only with events, and the evidence behind it falls below a bound at a moment known in advance.
/// </summary>
internal sealed class InterestSums
{
    private readonly FrozenDictionary<string, int> indexes;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly TimeSpan halfLife;

    public InterestSums(IEnumerable<string> categories, TimeSpan halfLife)
    {
        indexes = categories.Distinct().Select((c, i) => (c, i)).ToFrozenDictionary(p => p.c, p => p.i, StringComparer.Ordinal);
        lookup = indexes.GetAlternateLookup<ReadOnlySpan<char>>();
        this.halfLife = halfLife;
    }

    public int Count => indexes.Count;

    public Check Compile(InterestShare condition)
    {
        var category = indexes[condition.Category];
        return (ref Subject subject) =>
        {
            var at = Sum(ref subject);
            var all = subject.InterestInAll;
            if (all <= 0 || all < condition.From) return Held.Never;
            var share = subject.Interest[category] / all;
            var fits = (condition.AtLeast is not { } least || share >= least) && (condition.Under is not { } bound || share < bound);
            return fits ? Held.Before(Fade.Below(at, all, condition.From, halfLife), subject.Now) : Held.Never;
        };
    }

    private long Sum(ref Subject subject)
    {
        if (subject.InterestAt is { } done) return done;
        var interests = subject.Profile.Interests.ByCategory;
        // As of the last time any of them grew, whenever it is asked: the same sums, to the last digit, at every moment.
        var at = DateTimeOffset.UnixEpoch;
        foreach (var interest in interests)
        {
            if (interest.Weight.At > at) at = interest.Weight.At;
        }
        subject.Interest.Clear();
        foreach (var interest in interests)
        {
            var weight = interest.Weight.Now(at, halfLife);
            if (weight <= 0) continue;
            subject.InterestInAll += weight;
            AddUpwards(subject.Interest, interest.Category, weight);
        }
        subject.InterestAt = at.ToUnixTimeMilliseconds();
        return subject.InterestAt.Value;
    }

    private void AddUpwards(Span<double> sums, ReadOnlySpan<char> category, double weight)
    {
        while (true)
        {
            if (lookup.TryGetValue(category, out var index)) sums[index] += weight;
            var slash = category.LastIndexOf('/');
            if (slash <= 0) return;
            category = category[..slash];
        }
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>
/// Sums a customer's interest for all categories that conditions ask for, in one pass and once for as long as it is the same. All weights fade alike, so a
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

    public Check Compile(InterestShare condition)
    {
        var category = indexes[condition.Category];
        return (ref Subject subject) =>
        {
            var sum = Of(subject.Profile.Interests);
            if (sum.All <= 0 || sum.All < condition.From) return Held.Never;
            var share = sum.ByCategory[category] / sum.All;
            var fits = (condition.AtLeast is not { } least || share >= least) && (condition.Under is not { } bound || share < bound);
            return fits ? subject.Before(Fade.Below(sum.At, sum.All, condition.From, halfLife)) : Held.Never;
        };
    }

    private InterestSum Of(Interests interests) =>
        interests.Summed is { } known && known.By == this && known.Of == interests.ByCategory ? known : interests.Summed = Sum(interests.ByCategory);

    private InterestSum Sum(ImmutableArray<Interest> interests)
    {
        // As of the last time any of them grew, whenever it is asked: the same sums, to the last digit, at every moment.
        var at = DateTimeOffset.UnixEpoch;
        foreach (var interest in interests)
        {
            if (interest.Weight.At > at) at = interest.Weight.At;
        }
        var (all, byCategory) = (0.0, new double[indexes.Count]);
        foreach (var interest in interests)
        {
            var weight = interest.Weight.Now(at, halfLife);
            if (weight <= 0) continue;
            all += weight;
            AddUpwards(byCategory, interest.Category, weight);
        }
        return new InterestSum(this, interests, at.ToUnixTimeMilliseconds(), all, byCategory);
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

/// <summary>A customer's interest, summed.</summary>
/// <param name="By">For whose categories.</param>
/// <param name="Of">What was summed.</param>
/// <param name="At">As of when, in Unix milliseconds.</param>
/// <param name="All">In all categories together.</param>
/// <param name="ByCategory">In each category that is asked for, what lies below it included.</param>
internal sealed record InterestSum(InterestSums By, ImmutableArray<Interest> Of, long At, double All, double[] ByCategory);

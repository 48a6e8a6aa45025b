using System.Collections.Immutable;
using Handraiser.Segments;

namespace Handraiser.Profiles;

/// <summary>
/// The categories by which parts of a message are chosen for one customer (laws 5 and 7). Pure. As segments do, it counts evidence as it has
/// faded by now, and knows nobody who has been a customer for less than <see cref="CompiledSegments.KnownEnough"/>.
/// </summary>
public static class Likings
{
    /// <summary>How many categories a message shows at most.</summary>
    public const int Most = 3;

    /// <summary>A category with a smaller share of all interest, from 0 to 1, is a passing look.</summary>
    public const double LeastShare = 0.2;

    /// <summary>Evidence that a category needs of its own, such as three looks or one cart today; an order lasts for three weeks at the usual half-life.</summary>
    public const double LeastWeight = 3;

    /// <summary>
    /// The categories that a customer likes, best first; of a category and one below it only the lower. Empty for customers whom we hardly know.
    /// </summary>
    /// <param name="profile">The customer.</param>
    /// <param name="now">UTC.</param>
    /// <param name="halfLife">After which time interest is worth half.</param>
    public static ImmutableArray<string> Of(Profile profile, DateTimeOffset now, TimeSpan halfLife)
    {
        if (profile.FirstFact is not { } first || now < first + CompiledSegments.KnownEnough) return [];
        var interests = profile.Interests;
        var enough = Math.Max(LeastWeight, LeastShare * interests.Total(now, halfLife));
        var liked = interests.ByCategory.SelectMany(i => WithThoseAbove(i.Category)).Distinct()
            .Select(c => (Category: c, Weight: interests.WeightOf(c, now, halfLife)))
            .Where(c => c.Weight >= enough && !IsUnwanted(c.Category, interests))
            .ToList();
        return
        [
            .. liked.Where(c => !liked.Exists(other => other.Category != c.Category && Interests.IsWithin(other.Category, c.Category)))
                .OrderByDescending(c => c.Weight).ThenBy(c => c.Category, StringComparer.Ordinal).Take(Most).Select(c => c.Category),
        ];
    }

    /// <summary>Whether more speaks against a category, or one above it, than for it: a refund, or that the customer said so.</summary>
    public static bool IsUnwanted(string category, Interests interests) =>
        interests.ByCategory.Any(i => i.Weight.Weight < 0 && Interests.IsWithin(category, i.Category));

    private static IEnumerable<string> WithThoseAbove(string category)
    {
        for (var end = category.Length; end > 0; end = category.LastIndexOf('/', end - 1)) yield return category[..end];
    }
}

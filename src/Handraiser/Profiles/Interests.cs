using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Handraiser.Segments;

namespace Handraiser.Profiles;

/// <summary>How much a customer cares for one category, brand or product.</summary>
/// <param name="Category">The category path; in the other lists the brand, or the product's id.</param>
/// <param name="Weight">Fading evidence. Below zero when more speaks against it than for it.</param>
public sealed record Interest([property: JsonPropertyName("c")] string Category, [property: JsonPropertyName("w")] Fading Weight)
{
    /// <summary>How many events the weight comes from.</summary>
    [JsonPropertyName("n")] public int Evidence { get; init; }
}

/// <summary>
/// What a customer is interested in: a fading weight per category (law 7). An event counts for the very category that it names; what is
/// above it has the sum of what is below.
/// </summary>
public sealed record Interests
{
    /// <summary>Nothing yet.</summary>
    public static Interests None { get; } = new();
    /// <summary>One entry per category, bounded; the weakest are forgotten first.</summary>
    [JsonPropertyName("by")] public ImmutableArray<Interest> ByCategory { get => field.IsDefault ? [] : field; init; }
    /// <summary>One entry per brand, bounded.</summary>
    [JsonPropertyName("br")] public ImmutableArray<Interest> ByBrand { get => field.IsDefault ? [] : field; init; }
    /// <summary>One entry per product, bounded.</summary>
    [JsonPropertyName("pr")] public ImmutableArray<Interest> ByProduct { get => field.IsDefault ? [] : field; init; }

    /// <summary>What segments asked of <see cref="ByCategory"/> last, summed; null where none did.</summary>
    [JsonIgnore] internal InterestSum? Summed { get; set; }

    /// <summary>The weight of a category and all below it at a moment; what has more against than for it is left out.</summary>
    public double WeightOf(string category, DateTimeOffset now, TimeSpan halfLife)
    {
        var sum = 0.0;
        foreach (var interest in ByCategory)
        {
            if (IsWithin(interest.Category, category)) sum += Math.Max(0, interest.Weight.Now(now, halfLife));
        }
        return sum;
    }

    /// <summary>The weight of everything at a moment.</summary>
    public double Total(DateTimeOffset now, TimeSpan halfLife)
    {
        var sum = 0.0;
        foreach (var interest in ByCategory) sum += Math.Max(0, interest.Weight.Now(now, halfLife));
        return sum;
    }

    /// <summary>The share of a category in everything the customer cared for, from 0 to 1.</summary>
    public double Share(string category, DateTimeOffset now, TimeSpan halfLife) =>
        Total(now, halfLife) is > 0 and var total ? Math.Min(1, WeightOf(category, now, halfLife) / total) : 0;

    /// <summary>Whether a category is another one or below it.</summary>
    public static bool IsWithin(string category, string other) =>
        category.StartsWith(other, StringComparison.Ordinal) && (category.Length == other.Length || category[other.Length] == '/');
}

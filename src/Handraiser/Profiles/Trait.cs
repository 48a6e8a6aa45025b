using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Handraiser.Profiles;

/// <summary>One fact about a customer, and whether what they do agrees with it (law 6).</summary>
/// <param name="Name">Its name, such as <c>language</c> or <c>city</c>.</param>
/// <param name="Value">Its value: as stated; where nobody stated any, as last shown by behaviour.</param>
/// <param name="At">When it was told.</param>
/// <param name="Source">Who told it.</param>
public sealed record Trait(
    [property: JsonPropertyName("n")] string Name,
    [property: JsonPropertyName("x")] string Value,
    [property: JsonPropertyName("t")] DateTimeOffset At,
    [property: JsonPropertyName("s")] string Source)
{
    /// <summary>Whether somebody stated it as a fact about the customer, instead of an event showing it in passing.</summary>
    [JsonPropertyName("f")] public bool Stated { get; init; }
    /// <summary>What behaviour showed, such as the town that an order went to, and how often; bounded.</summary>
    [JsonPropertyName("b")] public ImmutableArray<TraitShown> Shown { get => field.IsDefault ? [] : field; init; }

    /// <summary>How often behaviour showed this very value.</summary>
    [JsonIgnore] public int Agreed => Count(same: true);
    /// <summary>How often behaviour showed another value.</summary>
    [JsonIgnore] public int Disagreed => Count(same: false);
    /// <summary>Whether behaviour spoke against it more often than for it.</summary>
    [JsonIgnore] public bool IsContradicted => Disagreed > Agreed;

    private int Count(bool same)
    {
        if (Shown.IsEmpty) return 0;
        var (own, count) = (TraitFolding.Comparable(Name, Value), 0);
        foreach (var shown in Shown)
        {
            if (shown.Value == own == same) count += shown.Times;
        }
        return count;
    }
}

/// <summary>A value of a fact that behaviour showed.</summary>
/// <param name="Value">The value, in the form in which values are compared.</param>
/// <param name="Times">How many events showed it.</param>
public sealed record TraitShown([property: JsonPropertyName("x")] string Value, [property: JsonPropertyName("n")] int Times);

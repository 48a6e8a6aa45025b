using System.Text.Json.Serialization;

namespace Handraiser.Segments;

/// <summary>
/// The last times at which an event matched what some conditions look for, oldest first: just as many as they need to give their value and
/// the moment of their next change exactly.
/// </summary>
/// <param name="Condition">The <see cref="Profiles.StableHash"/> of what is looked for (<see cref="EventMatch.Text"/>).</param>
/// <param name="Times">Unix milliseconds, UTC.</param>
/// <param name="Group">The category, where a condition counts each category apart; else null.</param>
public sealed record Trace([property: JsonPropertyName("c")] ulong Condition, Trail<long> Times, [property: JsonPropertyName("g"), JsonPropertyOrder(1)] string? Group = null)
{
    /// <summary>Where it is one, as most are, it stands in <see cref="Last"/> alone: a profile has dozens, each of which would be two objects more.</summary>
    private readonly Trail<long> several = Times.Length > 1 ? Times : default;

    /// <summary>One match, so far.</summary>
    internal Trace(ulong condition, long only, string? group) : this(condition, default(Trail<long>), group) => (Count, Last) = (1, only);

    /// <summary>Unix milliseconds, UTC.</summary>
    [JsonPropertyName("t")] public Trail<long> Times => Count == 1 ? [Last] : several;

    /// <summary>How many <see cref="Times"/> there are.</summary>
    internal int Count { get; } = Times.Length;

    /// <summary>The last of <see cref="Times"/>, which most conditions need no more than.</summary>
    internal long Last { get; } = Times.IsEmpty ? 0 : Times[^1];

    /// <summary>The time from which on it matched so many times; only where it did.</summary>
    internal long Since(int times) => times == 1 ? Last : several[^times];
}

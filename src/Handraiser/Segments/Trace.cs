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
    /// <summary>Unix milliseconds, UTC.</summary>
    [JsonPropertyName("t")] public Trail<long> Times { get; } = Times;

    /// <summary>The last of <see cref="Times"/>, which most conditions need no more than.</summary>
    internal long Last { get; } = Times.IsEmpty ? 0 : Times[^1];
}

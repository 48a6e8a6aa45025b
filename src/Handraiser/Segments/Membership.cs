using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>That a customer is in a segment.</summary>
/// <param name="Segment">The segment's path.</param>
/// <param name="Since">Since when.</param>
public readonly record struct Membership([property: JsonPropertyName("s")] string Segment, DateTimeOffset Since)
{
    private readonly Instant since = Since;

    /// <summary>Since when.</summary>
    [JsonPropertyName("t")] public DateTimeOffset Since { get => since.Value; init => since = value; }
}

/// <summary>A customer moved into or out of a segment.</summary>
/// <param name="Segment">The segment's path.</param>
/// <param name="Entered">Into it (true) or out of it (false).</param>
/// <param name="At">When.</param>
/// <param name="Why">What did it, in words a marketer understands: an event's kind, or that time passed.</param>
public readonly record struct Hop(
    [property: JsonPropertyName("s")] string Segment,
    [property: JsonPropertyName("e")] bool Entered,
    DateTimeOffset At,
    [property: JsonPropertyName("w"), JsonPropertyOrder(2)] string Why)
{
    private readonly Instant at = At;

    /// <summary>When.</summary>
    [JsonPropertyName("t"), JsonPropertyOrder(1)] public DateTimeOffset At { get => at.Value; init => at = value; }
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Handraiser.Segments;

/// <summary>That a customer is in a segment.</summary>
/// <param name="Segment">The segment's path.</param>
/// <param name="Since">Since when.</param>
public sealed record Membership([property: JsonPropertyName("s")] string Segment, [property: JsonPropertyName("t")] DateTimeOffset Since);

/// <summary>A customer moved into or out of a segment.</summary>
/// <param name="Segment">The segment's path.</param>
/// <param name="Entered">Into it (true) or out of it (false).</param>
/// <param name="At">When.</param>
/// <param name="Why">What did it, in words a marketer understands: an event's kind, or that time passed.</param>
public sealed record Hop(
    [property: JsonPropertyName("s")] string Segment,
    [property: JsonPropertyName("e")] bool Entered,
    [property: JsonPropertyName("t")] DateTimeOffset At,
    [property: JsonPropertyName("w")] string Why);

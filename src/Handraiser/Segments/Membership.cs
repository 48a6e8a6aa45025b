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

/// <summary>
/// The last times at which an event matched one compiled condition, newest last: just as many as the condition needs to give its value
/// and the moment of its next change.
/// </summary>
/// <param name="Condition">The condition's <see cref="Profiles.StableHash"/> over its canonical text.</param>
/// <param name="Times">The times.</param>
public sealed record Trace(
    [property: JsonPropertyName("c")] ulong Condition,
    [property: JsonPropertyName("t")] ImmutableArray<DateTimeOffset> Times);

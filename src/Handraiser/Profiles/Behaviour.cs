using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Handraiser.Profiles;

/// <summary>A weight that halves with every half-life. Adding is commutative: the order in which events arrive does not matter.</summary>
/// <param name="Weight">The weight as it was at <paramref name="At"/>.</param>
/// <param name="At">When it last grew.</param>
public readonly record struct Fading([property: JsonPropertyName("w")] double Weight, [property: JsonPropertyName("t")] DateTimeOffset At)
{
    private const double Ln2 = 0.69314718055994530942;

    /// <summary>The weight as it is at a later moment.</summary>
    public double Now(DateTimeOffset now, TimeSpan halfLife) => now <= At ? Weight : Weight * Left(now - At, halfLife);

    /// <summary>
    /// The weight after something worth <paramref name="points"/> happened at <paramref name="at"/>, be that before or after <see cref="At"/>.
    /// Negative points take back what was added.
    /// </summary>
    public Fading Plus(double points, DateTimeOffset at, TimeSpan halfLife) =>
        Weight == 0 && at >= At ? new(points, at)
        : at >= At ? new(Now(at, halfLife) + points, at)
        : this with { Weight = Weight + points * Left(At - at, halfLife) };

    /// <summary>Both weights together.</summary>
    public Fading Plus(Fading other, TimeSpan halfLife) => other.Weight == 0 ? this : Plus(other.Weight, other.At, halfLife);

    /// <summary>What is left of one after a time. By the natural exponential, which takes half as long as a power of two.</summary>
    private static double Left(TimeSpan after, TimeSpan halfLife) => Math.Exp(-Ln2 * (after / halfLife));
}

/// <summary>The lead score: points that fade by half every half-life of the playbook, computed when asked.</summary>
public readonly record struct LeadScore
{
    /// <summary>No points.</summary>
    public static LeadScore None => default;
    /// <summary>The fading points.</summary>
    [JsonPropertyName("p")] public Fading Points { get; init; }
}

namespace Handraiser.Segments;

/// <summary>Whether something holds now, and until when, at least, time alone does not change that.</summary>
/// <param name="Is">Whether it holds.</param>
/// <param name="Until">The first moment at which it may be otherwise, in Unix milliseconds; <see cref="Ever"/> for never.</param>
internal readonly record struct Held(bool Is, long Until)
{
    public const long Ever = long.MaxValue;

    public static Held Always { get; } = new(true, Ever);

    public static Held Never { get; } = new(false, Ever);

    public static Held Steady(bool value) => new(value, Ever);

    /// <summary>Holds before a moment, and not from it on.</summary>
    public static Held Before(long moment, long now) => now < moment ? new(true, moment) : Never;

    /// <summary>Holds from a moment on, and not before.</summary>
    public static Held From(long moment, long now) => now < moment ? new(false, moment) : Always;

    public Held Inverse => new(!Is, Until);

    /// <summary>Both: as long as either fails, the whole does.</summary>
    public Held And(Held other) => (Is, other.Is) switch
    {
        (true, true) => new(true, Math.Min(Until, other.Until)),
        (false, false) => new(false, Math.Max(Until, other.Until)),
        (false, true) => this,
        _ => other,
    };

    /// <summary>Either: as long as one holds, the whole does.</summary>
    public Held Or(Held other) => Inverse.And(other.Inverse).Inverse;
}

namespace Handraiser.Segments;

/// <summary>
/// Whether something holds now, and until when, at least, time alone does not change that. One number tells both: that moment where it
/// holds, that moment below zero where it does not. So the smaller of two numbers says whether, and until when, both hold, and the larger
/// says it of either.
/// </summary>
internal readonly record struct Held
{
    /// <summary>Never.</summary>
    public const long Ever = long.MaxValue;

    /// <summary>Milliseconds from the year 1 to 1970: counted from there every moment is above zero.</summary>
    private const long Epoch = 62_135_596_800_000;

    /// <summary>The end of the year 9999, in Unix milliseconds: what would be later is never.</summary>
    private const long Latest = 253_402_300_799_999;

    private readonly long number;

    private Held(long number) => this.number = number;

    public static Held Always => new(Ever);

    public static Held Never => new(-Ever);

    /// <summary>Whether it holds.</summary>
    public bool Is => number > 0;

    /// <summary>That it holds until it may be otherwise, whether it holds now or not: the smallest of these of several is the first to change.</summary>
    public Held Lasting => new(Math.Abs(number));

    /// <summary>The first moment at which it may be otherwise, in Unix milliseconds; <see cref="Ever"/> for never.</summary>
    public long Until => Math.Abs(number) is var moment && moment == Ever ? Ever : moment - Epoch;

    public static Held Steady(bool value) => value ? Always : Never;

    /// <summary>Holds before a moment, and not from it on.</summary>
    public static Held Before(long moment, long now) => now < moment ? new(Number(moment)) : Never;

    /// <summary>Holds from a moment on, and not before.</summary>
    public static Held From(long moment, long now) => now < moment ? new(-Number(moment)) : Always;

    public Held Inverse => new(-number);

    /// <summary>Both: as long as either fails, the whole does.</summary>
    public Held And(Held other) => new(Math.Min(number, other.number));

    /// <summary>Either: as long as one holds, the whole does.</summary>
    public Held Or(Held other) => new(Math.Max(number, other.number));

    private static long Number(long moment) => moment > Latest ? Ever : moment + Epoch;
}

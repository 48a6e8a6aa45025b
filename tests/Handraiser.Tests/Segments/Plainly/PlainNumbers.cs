namespace Handraiser.Tests.Segments.Plainly;

/// <summary>Numbers against bounds, and how a weight fades.</summary>
internal static class PlainNumbers
{
    /// <summary>Nearer to a bound than this part of it, another order of summing, or a millisecond, may decide.</summary>
    private const double TooNear = 3e-9;

    /// <summary>What is left of a weight: half of it after each half-life.</summary>
    public static double Faded(double weight, DateTimeOffset since, DateTimeOffset now, TimeSpan halfLife) => weight * Math.Pow(2, -((now - since) / halfLife));

    public static double Odds(double chance) => chance / (1 - chance);

    /// <summary>Whether a number reaches a bound; null where it lies too near to tell.</summary>
    public static bool? AtLeast(double number, double bound) =>
        Math.Abs(number - bound) <= TooNear * Math.Max(1e-3, Math.Abs(bound)) ? null : number >= bound;

    /// <summary>At least the one and under the other, where they are told; null where the number lies too near to one of them to tell.</summary>
    public static bool? Nearly(double number, double? least, double? under) =>
        (least is { } from ? AtLeast(number, from) : true) & (under is { } to ? !AtLeast(number, to) : true);

    /// <summary>The same of what is counted without rounding, such as money and time.</summary>
    public static bool Exactly<T>(T number, T? least, T? under) where T : struct, IComparable<T> =>
        (least is not { } from || number.CompareTo(from) >= 0) && (under is not { } to || number.CompareTo(to) < 0);
}

namespace Handraiser.Segments;

/// <summary>When a weight that halves with every half-life falls below a bound, in closed form.</summary>
internal static class Fade
{
    /// <summary>The first millisecond at which the weight is below the bound.</summary>
    /// <param name="at">When the weight was as given, in Unix milliseconds.</param>
    /// <param name="weight">Not less than <paramref name="bound"/>.</param>
    /// <param name="bound">Above zero, else never.</param>
    /// <param name="halfLife">After which time it is half.</param>
    public static long Below(long at, double weight, double bound, TimeSpan halfLife)
    {
        if (bound <= 0) return Held.Ever;
        var lasts = Math.Floor(halfLife.TotalMilliseconds * Math.Log2(weight / bound));
        return lasts < Held.Ever / 4 ? at + (long)lasts + 1 : Held.Ever;
    }
}

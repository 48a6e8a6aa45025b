namespace Handraiser.Segments;

/// <summary>How often something must have happened, and how recently, ready to be asked of its last times.</summary>
internal readonly struct Count(EventCondition condition)
{
    private readonly int least = condition.AtLeast;
    private readonly int? most = condition.AtMost;
    private readonly long? window = condition.Within is { } within ? (long)within.TotalMilliseconds : null;

    /// <summary>Whether the number is met.</summary>
    /// <param name="times">When it happened, in Unix milliseconds, oldest first.</param>
    /// <param name="now">Unix milliseconds.</param>
    public Held Of(ReadOnlySpan<long> times, long now)
    {
        var held = least == 0 ? Held.Always : AtLeast(least, times, now);
        return most is { } m ? held.And(AtLeast(m + 1, times, now).Inverse) : held;
    }

    private Held AtLeast(int n, ReadOnlySpan<long> times, long now) =>
        n > times.Length ? Held.Never : window is { } w ? Held.Before(times[^n] + w, now) : Held.Always;
}

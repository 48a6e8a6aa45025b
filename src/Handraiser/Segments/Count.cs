namespace Handraiser.Segments;

/// <summary>How often something must have happened, and how recently, ready to be asked of its last times.</summary>
internal readonly struct Count(EventCondition condition)
{
    private readonly int least = condition.AtLeast;
    private readonly int? most = condition.AtMost;
    private readonly long? window = condition.Within is { } within ? (long)within.TotalMilliseconds : null;

    /// <summary>Whether the number is met.</summary>
    /// <param name="trace">When it happened; null for never.</param>
    /// <param name="subject">Whom and when it is asked for.</param>
    public Held Of(Trace? trace, ref Subject subject)
    {
        var held = least == 0 ? Held.Always : AtLeast(least, trace, ref subject);
        return most is { } m ? held.And(AtLeast(m + 1, trace, ref subject).Inverse) : held;
    }

    private Held AtLeast(int n, Trace? trace, ref Subject subject)
    {
        if (trace is null || n > trace.Count) return Held.Never;
        return window is { } w ? subject.Before(trace.Since(n) + w) : Held.Always;
    }
}

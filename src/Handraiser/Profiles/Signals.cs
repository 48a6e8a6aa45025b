namespace Handraiser.Profiles;

/// <summary>The last opens and clicks of a customer, oldest first: the evidence on which they are judged to be a person's or a machine's.</summary>
internal sealed class Signals(Trail<RecentEvent> events)
{
    private bool? anyUndecided;

    public static Signals None { get; } = new([]);

    public int Length => events.Length;

    /// <summary>Whether it may still turn out of any who did it.</summary>
    public bool AnyUndecided => anyUndecided ??= FindUndecided();

    public RecentEvent this[int place] => events[place];

    public ReadOnlySpan<RecentEvent> AsSpan() => events.AsSpan();

    public ReadOnlySpan<RecentEvent>.Enumerator GetEnumerator() => events.GetEnumerator();

    public Signals With(RecentEvent one, out RecentEvent? forgotten)
    {
        var more = new Signals(Remembering.With(events, one, Remembering.SignalsKept, out forgotten));
        // One more, and none or one that was decided less: whether any is open need not be looked for.
        if (forgotten?.Verdict is not Verdict.Undecided) more.anyUndecided = AnyUndecided || one.Verdict is Verdict.Undecided;
        return more;
    }

    /// <summary>The same, with another verdict on the one at a place.</summary>
    public Signals Judged(int place, Verdict verdict) => new(events.SetItem(place, events[place] with { Verdict = verdict }));

    private bool FindUndecided()
    {
        foreach (var one in events)
        {
            if (one.Verdict is Verdict.Undecided) return true;
        }
        return false;
    }
}

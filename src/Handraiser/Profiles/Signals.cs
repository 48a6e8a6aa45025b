namespace Handraiser.Profiles;

/// <summary>The last opens and clicks of a customer, oldest first: the evidence on which they are judged to be a person's or a machine's.</summary>
internal sealed class Signals
{
    private readonly Trail<RecentEvent> events;

    public Signals(Trail<RecentEvent> events) : this(events, EarliestUndecided(events))
    {
    }

    private Signals(Trail<RecentEvent> events, Instant firstUndecided) => (this.events, FirstUndecided) = (events, firstUndecided);

    public static Signals None { get; } = new([]);

    public int Length => events.Length;

    /// <summary>When the first was of which it may still turn out who did it; none where all are decided.</summary>
    public Instant FirstUndecided { get; }

    public RecentEvent this[int place] => events[place];

    public ReadOnlySpan<RecentEvent> AsSpan() => events.AsSpan();

    public ReadOnlySpan<RecentEvent>.Enumerator GetEnumerator() => events.GetEnumerator();

    public Signals With(RecentEvent one, out RecentEvent? forgotten)
    {
        var more = Remembering.With(events, one, Remembering.SignalsKept, out forgotten);
        // One more, and none or one that was decided less: which is open need not be looked for.
        return forgotten?.Verdict is Verdict.Undecided ? new(more) : new(more, Instant.Earlier(FirstUndecided, one.Verdict is Verdict.Undecided ? one.When : default));
    }

    /// <summary>The same, with another verdict on the one at a place.</summary>
    public Signals Judged(int place, Verdict verdict) => new(events.SetItem(place, events[place] with { Verdict = verdict }));

    private static Instant EarliestUndecided(Trail<RecentEvent> events)
    {
        foreach (var one in events)
        {
            if (one.Verdict is Verdict.Undecided) return one.When;
        }
        return default;
    }
}

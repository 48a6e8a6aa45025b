using Handraiser.Lapse;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>Makes delegates of conditions. The truth of what fades is defined by the moment at which it crosses, so that it changes exactly then.</summary>
internal sealed class ConditionCompiler
{
    private static readonly EventCondition SomeOwnAct = new(EventMatch.OwnActs);

    private readonly IReadOnlyDictionary<string, int> indexes;
    private readonly TraceSlots.Builder wanted = new();
    private readonly InterestSums interests;
    private readonly TimeSpan scoreHalfLife;

    public ConditionCompiler(IReadOnlyDictionary<string, int> indexes, IReadOnlyList<Condition> all, TimeSpan scoreHalfLife, TimeSpan interestHalfLife)
    {
        this.indexes = indexes;
        this.scoreHalfLife = scoreHalfLife;
        var leaves = all.SelectMany(Leaves).ToList();
        foreach (var leaf in leaves)
        {
            if (leaf is EventCondition e) wanted.Want(e.Match, Math.Max(e.AtLeast, (e.AtMost ?? 0) + 1), e.SameCategory);
            if (leaf is SilentFor or WillNotBuy) wanted.Want(EventMatch.OwnActs, 1, grouped: false);
        }
        Slots = wanted.Build();
        interests = new InterestSums(leaves.OfType<InterestShare>().Select(i => i.Category), interestHalfLife);
    }

    public TraceSlots Slots { get; }

    /// <summary>The conditions that are not made of others.</summary>
    public static IEnumerable<Condition> Leaves(Condition condition) => condition switch
    {
        AllOf all => all.Of.SelectMany(Leaves),
        AnyOf any => any.Of.SelectMany(Leaves),
        NotMet not => Leaves(not.Of),
        _ => [condition],
    };

    public Check Compile(Condition condition) => condition switch
    {
        AllOf all => All([.. all.Of.Select(Compile)]),
        AnyOf any => Any([.. any.Of.Select(Compile)]),
        NotMet not => Inverse(Compile(not.Of)),
        EventCondition { SameCategory: true } e => InOneCategory(e),
        EventCondition e => Counted(e),
        SilentFor silent => Inverse(Counted(SomeOwnAct with { Within = silent.For })),
        InterestShare share => interests.Compile(share),
        OpenShare share => Opens(share),
        ScoreIs score => Score(score),
        KnownFor known => Known(known),
        BuysEvery every => FactChecks.Buys(every),
        Spent spent => FactChecks.Spends(spent),
        Answered answered => FactChecks.Answers(answered),
        HasTrait trait => FactChecks.Has(trait),
        LivesNear near => FactChecks.Lives(near),
        InSegment other => In(indexes[other.Path]),
        WillNotBuy lapse => Lapsed(lapse.Rule),
        _ => throw new ArgumentException($"A condition that nothing compiles: {condition.GetType().Name}.", nameof(condition)),
    };

    /// <summary>What a condition reads.</summary>
    public Inputs Reads(Condition condition) => Leaves(condition).Aggregate(default(Inputs), (all, leaf) => all | leaf switch
    {
        EventCondition e => Inputs.Trace(wanted.SlotOf(e.Match, e.SameCategory)),
        SilentFor => OwnActs,
        WillNotBuy => OwnActs | Inputs.Of(Facts.Rhythm),
        InSegment other => Inputs.Segment(indexes[other.Path]),
        InterestShare => Inputs.Of(Facts.Interests),
        OpenShare => Inputs.Of(Facts.Email),
        ScoreIs => Inputs.Of(Facts.Score),
        KnownFor => Inputs.Of(Facts.FirstFact),
        BuysEvery or Spent => Inputs.Of(Facts.Rhythm),
        Answered => Inputs.Of(Facts.Answers),
        HasTrait or LivesNear => Inputs.Of(Facts.Person),
        _ => Inputs.All,
    });

    private Inputs OwnActs => Inputs.Trace(wanted.SlotOf(EventMatch.OwnActs, grouped: false));

    private static Check All(Check[] parts) => (ref Subject subject) =>
    {
        var held = parts[0](ref subject);
        for (var i = 1; i < parts.Length; i++) held = held.And(parts[i](ref subject));
        return held;
    };

    private static Check Any(Check[] parts) => (ref Subject subject) =>
    {
        var held = parts[0](ref subject);
        for (var i = 1; i < parts.Length; i++) held = held.Or(parts[i](ref subject));
        return held;
    };

    private static Check Inverse(Check part) => (ref Subject subject) => part(ref subject).Inverse;

    private static Check In(int segment) => (ref Subject subject) => subject.Segments[segment];

    private Check Counted(EventCondition condition)
    {
        var slot = wanted.SlotOf(condition.Match, grouped: false);
        var count = new Count(condition);
        return (ref Subject subject) => count.Of(subject.Trace(slot), ref subject);
    }

    private Check InOneCategory(EventCondition condition)
    {
        var slot = wanted.SlotOf(condition.Match, grouped: true);
        var count = new Count(condition);
        return (ref Subject subject) =>
        {
            var first = subject.FirstTraces[slot];
            if (first < 0) return count.Of(null, ref subject);
            var traces = subject.Traces[first..];
            var (held, key) = (Held.Never, traces[0].Condition);
            for (var i = 0; i < traces.Length && traces[i].Condition == key; i++) held = held.Or(count.Of(traces[i], ref subject));
            return held;
        };
    }

    private static Check Opens(OpenShare condition) => (ref Subject subject) =>
    {
        var mail = subject.Profile.Email;
        if (mail.Delivered < condition.Of) return Held.Never;
        var share = mail.OpenShare(subject.Shop.AverageOpenShare);
        return Held.Steady((condition.AtLeast is not { } least || share >= least) && (condition.Under is not { } bound || share < bound));
    };

    private Check Score(ScoreIs condition)
    {
        var halfLife = scoreHalfLife;
        Held AtLeast(ref Subject subject, double points)
        {
            var score = subject.Profile.Score.Points;
            var at = score.At.ToUnixTimeMilliseconds();
            if (score.Weight >= points) return subject.Before(Fade.Below(at, score.Weight, points, halfLife));
            // Points below zero fade as well: the score rises.
            return points < 0 ? subject.From(Fade.Below(at, -score.Weight, -points, halfLife)) : Held.Never;
        }

        return (ref Subject subject) =>
        {
            var held = condition.AtLeast is { } least ? AtLeast(ref subject, least) : Held.Always;
            return condition.Under is { } bound ? held.And(AtLeast(ref subject, bound).Inverse) : held;
        };
    }

    private static Check Known(KnownFor condition) => (ref Subject subject) =>
    {
        if (subject.Profile.FirstFact is not { } first) return Held.Never;
        // Counted in milliseconds: a moment after the year 9999 is no date.
        var since = first.ToUnixTimeMilliseconds();
        var held = condition.AtLeast is { } least ? subject.From(since + (long)least.TotalMilliseconds) : Held.Always;
        return condition.Under is { } bound ? held.And(subject.Before(since + (long)bound.TotalMilliseconds)) : held;
    };

    private Check Lapsed(LapseRule rule)
    {
        var acts = wanted.SlotOf(EventMatch.OwnActs, grouped: false);
        var dates = new LapseDates(rule);
        return (ref Subject subject) =>
        {
            var date = dates.Of(subject.Profile.Rhythm.Days, subject.Shop.Lapse, subject.Trace(acts)?.Last);
            return date is { } moment ? subject.From(moment) : Held.Never;
        };
    }
}

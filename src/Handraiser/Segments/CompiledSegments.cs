using System.Collections.Frozen;
using System.Collections.Immutable;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>
/// The segments of a playbook as delegates, made once per version. Each gives its value and until when time alone does not change it, so
/// that nobody has to be looked at before something can have changed.
/// </summary>
public sealed class CompiledSegments : SegmentSet
{
    /// <summary>How long a customer must be known before segments that assume we know them are open (law 5).</summary>
    public static readonly TimeSpan KnownEnough = TimeSpan.FromDays(182);

    /// <summary>How often <see cref="NextChange"/> looks further after a moment that changed nothing; then it settles for a wake too early.</summary>
    private const int MostLooks = 32;

    private readonly ImmutableArray<Segment> segments;
    private readonly Check[] checks;
    private readonly int[] parents;
    private readonly bool[] onlyIfKnown;
    private readonly Readers readers;
    private readonly FrozenDictionary<string, int> indexes;
    private readonly FrozenDictionary<string, Check> conditions;
    private readonly TraceSlots slots;

    /// <summary>Compiles segments that were checked: parents and references exist and lead to no circle (<see cref="SegmentRules"/>).</summary>
    /// <param name="segments">In any order.</param>
    /// <param name="conditions">Conditions that plays ask for by name (<see cref="Meets"/>).</param>
    /// <param name="scoreHalfLife">After which time a point of the lead score is worth half.</param>
    /// <param name="interestHalfLife">After which time interest is worth half.</param>
    /// <exception cref="ArgumentException">More than <see cref="SegmentBits.Capacity"/> segments, or one that was not checked.</exception>
    public CompiledSegments(
        IEnumerable<Segment> segments, IReadOnlyDictionary<string, Condition> conditions, TimeSpan scoreHalfLife, TimeSpan interestHalfLife)
    {
        this.segments = SegmentRules.InOrder(segments);
        if (this.segments.Length > SegmentBits.Capacity) throw new ArgumentException($"More than {SegmentBits.Capacity} segments.", nameof(segments));
        Paths = [.. this.segments.Select(s => s.Path)];
        indexes = this.segments.Select((s, i) => (s.Path, i)).ToFrozenDictionary(p => p.Path, p => p.i);
        parents = [.. this.segments.Select(s => s.Parent is { } parent ? indexes[parent] : -1)];
        var assuming = SegmentRules.AssumingThatWeKnow(this.segments);
        onlyIfKnown = [.. this.segments.Select(s => assuming.Contains(s.Path))];
        var compiler = new ConditionCompiler(indexes, [.. this.segments.Select(s => s.If), .. conditions.Values], scoreHalfLife, interestHalfLife);
        slots = compiler.Slots;
        checks = [.. this.segments.Select(s => compiler.Compile(s.If))];
        readers = new Readers([.. this.segments.Select((s, i) => compiler.Reads(s.If)
            | (parents[i] >= 0 ? Inputs.Segment(parents[i]) : default) | Inputs.Of(onlyIfKnown[i] ? Facts.FirstFact : Facts.None))]);
        this.conditions = conditions.ToFrozenDictionary(c => c.Key, c => compiler.Compile(c.Value));
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Paths { get; }

    /// <inheritdoc/>
    public override int IndexOf(string path) => indexes.TryGetValue(path, out var index) ? index : -1;

    /// <inheritdoc/>
    public override Segment? Find(string path) => indexes.TryGetValue(path, out var index) ? segments[index] : null;

    /// <inheritdoc/>
    public override Profile Fit(Profile profile) => slots.Fit(profile);

    /// <inheritdoc/>
    public override ImmutableArray<Trace> Observe(ImmutableArray<Trace> traces, RecentEvent happened) => slots.Observe(traces, happened);

    /// <inheritdoc/>
    public override ImmutableArray<Trace> Withdraw(ImmutableArray<Trace> traces, RecentEvent happened) => slots.Withdraw(traces, happened);

    /// <inheritdoc/>
    public override ImmutableArray<Trace> Merge(ImmutableArray<Trace> one, ImmutableArray<Trace> other) => slots.Merge(one, other);

    /// <inheritdoc/>
    public override SegmentState Evaluate(Profile profile, ShopState shop, DateTimeOffset now)
    {
        var moment = now.ToUnixTimeMilliseconds();
        var known = Taken(profile);
        var changed = known.Changed(profile, shop, moment, slots, out var moved);
        if (moved) slots.Locate(profile.Traces, known.FirstTraces);
        var subject = new Subject(profile, shop, moment, known.FirstTraces, known.Segments);
        var state = Judge(ref subject, known.Until, changed);
        known.JudgedBy(profile, shop, moment);
        known.GiveBack();
        return state;
    }

    /// <inheritdoc/>
    public override DateTimeOffset? NextChange(Profile profile, ShopState shop, DateTimeOffset now, SegmentState state)
    {
        var next = state.SteadyUntil;
        for (var look = 0; look < MostLooks && next is { } moment; look++)
        {
            var then = LookAhead(profile, shop, moment);
            if (then.In != state.In) break;
            next = then.SteadyUntil;
        }
        return next;
    }

    /// <inheritdoc/>
    public override bool Meets(string condition, Profile profile, ShopState shop, DateTimeOffset now)
    {
        var segment = IndexOf(condition);
        if (segment < 0 && !conditions.ContainsKey(condition)) return false;
        var subject = new Subject(profile, shop, now.ToUnixTimeMilliseconds(), stackalloc int[slots.Count], stackalloc Held[checks.Length]);
        LookAhead(ref subject);
        return segment >= 0 ? subject.Segments[segment].Is : conditions[condition](ref subject).Is;
    }

    /// <summary>What is remembered of the profile, or, with nothing in it yet, what will be.</summary>
    private Judgement Taken(Profile profile) =>
        profile.Judgement is { } known && known.IsTaken(this) ? known : profile.Judgement = new Judgement(this, checks.Length, slots.Count);

    private SegmentState LookAhead(Profile profile, ShopState shop, DateTimeOffset moment)
    {
        var subject = new Subject(profile, shop, moment.ToUnixTimeMilliseconds(), stackalloc int[slots.Count], stackalloc Held[checks.Length]);
        return LookAhead(ref subject);
    }

    /// <summary>Judges a moment that is not now: by what is remembered, but nothing of it is.</summary>
    private SegmentState LookAhead(ref Subject subject)
    {
        var known = Taken(subject.Profile);
        var changed = known.Changed(subject.Profile, subject.Shop, subject.Now, slots, out var moved);
        Span<long> until = stackalloc long[checks.Length];
        known.Segments.CopyTo(subject.Segments);
        known.Until.CopyTo(until);
        if (moved) slots.Locate(subject.Profile.Traces, subject.FirstTraces);
        else known.FirstTraces.CopyTo(subject.FirstTraces);
        known.GiveBack();
        return Judge(ref subject, until, changed);
    }

    /// <summary>Judges the segments whose reasons have changed, be it by time alone; the others are as they stand.</summary>
    private SegmentState Judge(ref Subject subject, scoped Span<long> until, Inputs changed)
    {
        var open = readers.Of(changed);
        for (var i = 0; i < until.Length; i++)
        {
            if (until[i] <= subject.Now) open[i] = true;
        }
        for (var i = open.Next(0); i >= 0; i = open.Next(i + 1))
        {
            subject.Until = Held.Ever;
            var held = Evaluate(ref subject, i);
            until[i] = subject.Until;
            if (held == subject.Segments[i]) continue;
            subject.Segments[i] = held;
            // Those that read it stand behind it.
            readers.AddOf(i, ref open);
        }
        var (now, steady) = SegmentBits.Of(subject.Segments);
        return new SegmentState(now, steady.Until == Held.Ever ? null : DateTimeOffset.FromUnixTimeMilliseconds(steady.Until));
    }

    private Held Evaluate(ref Subject subject, int segment)
    {
        var parent = parents[segment] is >= 0 and var index ? subject.Segments[index] : Held.Always;
        if (!parent.Is) return parent;
        if (onlyIfKnown[segment])
        {
            var known = Known(ref subject);
            if (!known.Is) return known;
            parent = parent.And(known);
        }
        return parent.And(checks[segment](ref subject));
    }

    private static Held Known(ref Subject subject) =>
        subject.Profile.FirstFact is { } first ? subject.From(first.ToUnixTimeMilliseconds() + (long)KnownEnough.TotalMilliseconds) : Held.Never;
}

using System.Collections.Immutable;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>
/// All segments of a playbook, compiled. Parents stand before children; a child is checked only inside its parent.
/// </summary>
public abstract class SegmentSet
{
    /// <summary>No segments.</summary>
    public static SegmentSet Empty { get; } = new NoSegments();

    /// <summary>The paths of all segments, parents before children.</summary>
    public abstract ImmutableArray<string> Paths { get; }

    /// <summary>Where a path stands in <see cref="Paths"/>; -1 when there is no such segment.</summary>
    public abstract int IndexOf(string path);

    /// <summary>How a segment was written; null when there is no such segment.</summary>
    public abstract Segment? Find(string path);

    /// <summary>The profile with traces that fit these segments: those of conditions that are new are computed from what the profile remembers.</summary>
    public abstract Profile Fit(Profile profile);

    /// <summary>Adds one event to the traces of those conditions that it matches.</summary>
    public abstract ImmutableArray<Trace> Observe(ImmutableArray<Trace> traces, RecentEvent happened);

    /// <summary>Takes one event back out of the traces, after a late verdict.</summary>
    public abstract ImmutableArray<Trace> Withdraw(ImmutableArray<Trace> traces, RecentEvent happened);

    /// <summary>The traces of two profiles that turn out to be one customer's.</summary>
    public abstract ImmutableArray<Trace> Merge(ImmutableArray<Trace> one, ImmutableArray<Trace> other);

    /// <summary>
    /// Which segments the customer is in at this moment, and a moment before which time alone does not change that; null for never.
    /// <see cref="NextChange"/> is the very moment.
    /// </summary>
    public abstract SegmentState Evaluate(Profile profile, ShopState shop, DateTimeOffset now);

    /// <summary>The earliest moment at which time alone changes any membership; null for never. In whole milliseconds.</summary>
    public abstract DateTimeOffset? NextChange(Profile profile, ShopState shop, DateTimeOffset now, SegmentState state);

    /// <summary>
    /// Whether the customer meets what a play's <c>to</c>, <c>if</c> or <c>only</c> names at this moment: a segment's path, or a condition
    /// that was written there. False for what is not known.
    /// </summary>
    public abstract bool Meets(string condition, Profile profile, ShopState shop, DateTimeOffset now);

    private sealed class NoSegments : SegmentSet
    {
        public override ImmutableArray<string> Paths => [];
        public override int IndexOf(string path) => -1;
        public override Segment? Find(string path) => null;
        public override Profile Fit(Profile profile) => profile;
        public override ImmutableArray<Trace> Observe(ImmutableArray<Trace> traces, RecentEvent happened) => traces;
        public override ImmutableArray<Trace> Withdraw(ImmutableArray<Trace> traces, RecentEvent happened) => traces;
        public override ImmutableArray<Trace> Merge(ImmutableArray<Trace> one, ImmutableArray<Trace> other) => one;
        public override SegmentState Evaluate(Profile profile, ShopState shop, DateTimeOffset now) => default;
        public override DateTimeOffset? NextChange(Profile profile, ShopState shop, DateTimeOffset now, SegmentState state) => null;
        public override bool Meets(string condition, Profile profile, ShopState shop, DateTimeOffset now) => false;
    }
}

/// <summary>The segments of one customer at one moment.</summary>
/// <param name="In">The segments the customer is in, by index.</param>
/// <param name="SteadyUntil">Until when, at least, time alone changes nothing; null for ever.</param>
public readonly record struct SegmentState(SegmentBits In, DateTimeOffset? SteadyUntil);

using System.Collections.Immutable;

namespace Handraiser.Segments;

/// <summary>
/// Where a customer's memberships stand among the segments, so that they need not be looked up again for every event. A mere memory, as
/// <see cref="Judgement"/> is: all states of a profile may share one; whoever uses it takes it, and who finds it taken does without.
/// </summary>
/// <param name="segments">All segments.</param>
internal sealed class Standing(SegmentSet segments)
{
    private int taken = 1;
    private ImmutableArray<Membership> memberships;

    /// <summary>All segments.</summary>
    public SegmentSet Segments => segments;

    /// <summary>Where each of the memberships stands among them; -1 for what the playbook knows no more. There may be room for more behind them.</summary>
    public short[] Places { get; private set; } = new short[segments.Paths.Length];

    /// <summary>The segments that the customer is in.</summary>
    public SegmentBits In { get; private set; }

    /// <summary>Takes it, if it is about these segments and nobody else has it.</summary>
    public bool IsTaken(SegmentSet by) => by == segments && Interlocked.Exchange(ref taken, 1) == 0;

    /// <summary>Gives it back.</summary>
    public void GiveBack() => Volatile.Write(ref taken, 0);

    /// <summary>Looks the memberships up, unless it remembers just these.</summary>
    public void LookAt(ImmutableArray<Membership> these)
    {
        if (memberships == these) return;
        if (Places.Length < these.Length) Places = new short[these.Length];
        var now = default(SegmentBits);
        for (var i = 0; i < these.Length; i++)
        {
            var place = (short)segments.IndexOf(these[i].Segment);
            // One that stands there twice is one too many.
            Places[i] = place >= 0 && now[place] ? (short)-1 : place;
            if (place >= 0) now[place] = true;
        }
        MovedTo(these, now);
    }

    /// <summary>Remembers others, whose <see cref="Places"/> are noted.</summary>
    public void MovedTo(ImmutableArray<Membership> these, SegmentBits now) => (memberships, In) = (these, now);
}

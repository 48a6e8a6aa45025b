using System.Collections.Immutable;

namespace Handraiser.Segments;

/// <summary>Where a customer's memberships stand among the segments, so that they need not be looked up again for every event.</summary>
/// <param name="segments">All segments.</param>
internal sealed class Standing(SegmentSet segments) : Memory(segments)
{
    private ImmutableArray<Membership> memberships;

    /// <summary>Where each of the memberships stands among them; -1 for what the playbook knows no more. There may be room for more behind them.</summary>
    public short[] Places { get; private set; } = new short[segments.Paths.Length];

    /// <summary>The segments that the customer is in.</summary>
    public SegmentBits In { get; private set; }

    /// <summary>Looks the memberships up, unless it remembers just these.</summary>
    public void LookAt(ImmutableArray<Membership> these)
    {
        if (memberships == these) return;
        if (Places.Length < these.Length) Places = new short[these.Length];
        var now = default(SegmentBits);
        for (var i = 0; i < these.Length; i++)
        {
            var place = (short)By.IndexOf(these[i].Segment);
            // One that stands there twice is one too many.
            Places[i] = place >= 0 && now[place] ? (short)-1 : place;
            if (place >= 0) now[place] = true;
        }
        MovedTo(these, now);
    }

    /// <summary>Remembers others, whose <see cref="Places"/> are noted.</summary>
    public void MovedTo(ImmutableArray<Membership> these, SegmentBits now) => (memberships, In) = (these, now);
}

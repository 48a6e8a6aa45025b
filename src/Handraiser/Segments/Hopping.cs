using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>Moves a customer between segments.</summary>
public static class Hopping
{
    /// <summary>The profile with the memberships of <paramref name="state"/>, and the hops that led there, leavings first; the same profile when nothing changed.</summary>
    public static (Profile Profile, ImmutableArray<Hop> Hops) Apply(Profile profile, SegmentSet segments, SegmentState state, DateTimeOffset at, string why)
    {
        var before = profile.HoppedTo is { } known && known.Segments == segments && known.Memberships == profile.Memberships ? known : HoppedTo.Of(profile.Memberships, segments);
        var was = before.In;
        var changes = was.CountOfDifferent(state.In) + before.Memberships.Length - was.Count;
        return changes == 0 ? (profile, []) : Moved(profile, before, was, state.In, changes, at, why);
    }

    private static (Profile Profile, ImmutableArray<Hop> Hops) Moved(Profile profile, HoppedTo before, SegmentBits was, SegmentBits now, int changes, DateTimeOffset at, string why)
    {
        var hops = new Hop[changes];
        var memberships = new Membership[now.Count];
        var places = new short[memberships.Length];
        var (hopped, stays) = (0, 0);
        for (var i = 0; i < before.Memberships.Length; i++)
        {
            var (membership, place) = (before.Memberships[i], before.Places[i]);
            if (place >= 0 && now[place]) (memberships[stays], places[stays++]) = (membership, place);
            else hops[hopped++] = new Hop(membership.Segment, false, at, place < 0 ? "no longer in the playbook" : why);
        }
        var paths = before.Segments.Paths;
        for (var place = 0; hopped < changes; place++)
        {
            if (!now[place] || was[place]) continue;
            hops[hopped++] = new Hop(paths[place], true, at, why);
            (memberships[stays], places[stays++]) = (new Membership(paths[place], at), (short)place);
        }
        var remembered = profile.Hops;
        foreach (var hop in hops) remembered = remembered.Add(hop, Engine.HopsKept);
        profile = profile.ToChange();
        profile.Memberships = ImmutableCollectionsMarshal.AsImmutableArray(memberships);
        (profile.HoppedTo, profile.Hops) = (new HoppedTo(before.Segments, profile.Memberships, places, now), remembered);
        return (profile, ImmutableCollectionsMarshal.AsImmutableArray(hops));
    }
}

/// <summary>Memberships and the segments that they are of, so that they need not be looked up again for every event.</summary>
/// <param name="Segments">All segments.</param>
/// <param name="Memberships">Those of a customer.</param>
/// <param name="Places">Where each of them stands among the segments; -1 for what the playbook knows no more.</param>
/// <param name="In">The segments that the customer is in.</param>
internal sealed record HoppedTo(SegmentSet Segments, ImmutableArray<Membership> Memberships, short[] Places, SegmentBits In)
{
    public static HoppedTo Of(ImmutableArray<Membership> memberships, SegmentSet segments)
    {
        var (places, now) = (new short[memberships.Length], default(SegmentBits));
        for (var i = 0; i < places.Length; i++)
        {
            var place = (short)segments.IndexOf(memberships[i].Segment);
            // One that stands there twice is one too many.
            places[i] = place >= 0 && now[place] ? (short)-1 : place;
            if (place >= 0) now[place] = true;
        }
        return new(segments, memberships, places, now);
    }
}

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
        var changes = before.In.CountOfDifferent(state.In) + before.Unknown;
        return changes == 0 ? (profile, []) : Moved(profile, before, state.In, changes, at, why);
    }

    private static (Profile Profile, ImmutableArray<Hop> Hops) Moved(Profile profile, HoppedTo before, SegmentBits now, int changes, DateTimeOffset at, string why)
    {
        var hops = new Hop[changes];
        var memberships = new Membership[now.Count];
        var places = new int[memberships.Length];
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
            if (!now[place] || before.In[place]) continue;
            hops[hopped++] = new Hop(paths[place], true, at, why);
            (memberships[stays], places[stays++]) = (new Membership(paths[place], at), place);
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
/// <param name="In">The same as a set.</param>
internal sealed record HoppedTo(SegmentSet Segments, ImmutableArray<Membership> Memberships, int[] Places, SegmentBits In)
{
    /// <summary>How many of the memberships are of segments that the playbook knows no more.</summary>
    public int Unknown => Memberships.Length - In.Count;

    public static HoppedTo Of(ImmutableArray<Membership> memberships, SegmentSet segments)
    {
        var places = new int[memberships.Length];
        var isIn = default(SegmentBits);
        for (var i = 0; i < places.Length; i++)
        {
            var place = segments.IndexOf(memberships[i].Segment);
            // One that stands there twice is one too many.
            places[i] = place >= 0 && !isIn[place] ? place : -1;
            if (place >= 0) isIn[place] = true;
        }
        return new(segments, memberships, places, isIn);
    }
}

/// <summary>All of a profile that conditions look at: where it is the same, only time can tell two states of a customer apart.</summary>
internal readonly record struct Facts(
    ImmutableArray<Trace> Traces, ImmutableArray<Answer> Answers, DateTimeOffset? FirstFact, Person Person, Engagement Email, LeadScore Score, Interests Interests, Rhythm Rhythm)
{
    public static Facts Of(Profile profile) =>
        new(profile.Traces, profile.Answers, profile.FirstFact, profile.Person, profile.Email, profile.Score, profile.Interests, profile.Rhythm);
}

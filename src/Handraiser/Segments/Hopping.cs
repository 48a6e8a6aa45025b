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
        var standing = profile.Standing is { } known && known.IsTaken(segments) ? known : profile.Standing = new Standing(segments);
        standing.LookAt(profile.Memberships);
        var changes = standing.In.CountOfDifferent(state.In) + profile.Memberships.Length - standing.In.Count;
        var hops = changes == 0 ? [] : Move(ref profile, standing, state.In, changes, at, why);
        standing.GiveBack();
        return (profile, hops);
    }

    private static ImmutableArray<Hop> Move(ref Profile profile, Standing standing, SegmentBits now, int changes, DateTimeOffset at, string why)
    {
        var (was, before, places) = (standing.In, profile.Memberships, standing.Places);
        var (hops, hopped) = (new Hop[changes], 0);
        var (memberships, stays) = (new Membership[now.Count], 0);
        for (var i = 0; i < before.Length; i++)
        {
            var (membership, place) = (before[i], places[i]);
            if (place >= 0 && now[place]) (memberships[stays], places[stays++]) = (membership, place);
            else hops[hopped++] = new Hop(membership.Segment, false, at, place < 0 ? "no longer in the playbook" : why);
        }
        for (var place = 0; hopped < changes; place++)
        {
            if (!now[place] || was[place]) continue;
            var path = standing.By.Paths[place];
            hops[hopped++] = new Hop(path, true, at, why);
            (memberships[stays], places[stays++]) = (new Membership(path, at), (short)place);
        }
        var remembered = profile.Hops;
        foreach (var hop in hops) remembered = remembered.Add(hop, Engine.HopsKept);
        profile = profile.ToChange();
        (profile.Memberships, profile.Hops) = (ImmutableCollectionsMarshal.AsImmutableArray(memberships), remembered);
        standing.MovedTo(profile.Memberships, now);
        return ImmutableCollectionsMarshal.AsImmutableArray(hops);
    }
}

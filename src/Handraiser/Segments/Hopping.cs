using System.Collections.Immutable;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>Moves a customer between segments.</summary>
public static class Hopping
{
    /// <summary>The profile with the memberships of <paramref name="state"/>, and the hops that led there, leavings first; the same profile when nothing changed.</summary>
    public static (Profile Profile, ImmutableArray<Hop> Hops) Apply(Profile profile, SegmentSet segments, SegmentState state, DateTimeOffset at, string why)
    {
        if (profile.HoppedTo is { } known && known.In == state.In && known.Segments == segments && known.Memberships == profile.Memberships) return (profile, []);
        var before = default(SegmentBits);
        var gone = 0;
        foreach (var membership in profile.Memberships)
        {
            var index = segments.IndexOf(membership.Segment);
            if (index >= 0) before[index] = true;
            if (index < 0 || !state.In[index]) gone++;
        }
        return gone == 0 && before == state.In ? (profile, []) : Moved(profile, segments, before, state.In, at, why);
    }

    private static (Profile Profile, ImmutableArray<Hop> Hops) Moved(Profile profile, SegmentSet segments, SegmentBits before, SegmentBits now, DateTimeOffset at, string why)
    {
        var hops = ImmutableArray.CreateBuilder<Hop>();
        var memberships = ImmutableArray.CreateBuilder<Membership>(now.Count);
        foreach (var membership in profile.Memberships)
        {
            var index = segments.IndexOf(membership.Segment);
            if (index >= 0 && now[index]) memberships.Add(membership);
            else hops.Add(new Hop(membership.Segment, false, at, index < 0 ? "no longer in the playbook" : why));
        }
        for (var i = 0; i < segments.Paths.Length; i++)
        {
            if (!now[i] || before[i]) continue;
            hops.Add(new Hop(segments.Paths[i], true, at, why));
            memberships.Add(new Membership(segments.Paths[i], at));
        }
        var remembered = profile.Hops;
        foreach (var hop in hops) remembered = remembered.Add(hop, Engine.HopsKept);
        var hopped = new HoppedTo(segments, memberships.DrainToImmutable(), now);
        profile = profile.ToChange();
        (profile.Memberships, profile.HoppedTo, profile.Hops) = (hopped.Memberships, hopped, remembered);
        return (profile, hops.DrainToImmutable());
    }
}

/// <summary>Memberships and the segments that they are of, so that most events need not look each one up again.</summary>
internal sealed record HoppedTo(SegmentSet Segments, ImmutableArray<Membership> Memberships, SegmentBits In);

/// <summary>All of a profile that conditions look at: where it is the same, only time can tell two states of a customer apart.</summary>
internal readonly record struct Facts(
    ImmutableArray<Trace> Traces, ImmutableArray<Answer> Answers, DateTimeOffset? FirstFact, Person Person, Engagement Email, LeadScore Score, Interests Interests, Rhythm Rhythm)
{
    public static Facts Of(Profile profile) =>
        new(profile.Traces, profile.Answers, profile.FirstFact, profile.Person, profile.Email, profile.Score, profile.Interests, profile.Rhythm);
}

using System.Collections.Immutable;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>Moves a customer between segments.</summary>
public static class Hopping
{
    /// <summary>The profile with the memberships of <paramref name="state"/>, and the hops that led there, leavings first; the same profile when nothing changed.</summary>
    public static (Profile Profile, ImmutableArray<Hop> Hops) Apply(Profile profile, SegmentState state, DateTimeOffset at, string why)
    {
        ImmutableArray<Hop>.Builder? hops = null;
        foreach (var membership in profile.Memberships)
        {
            if (!state.In.Contains(membership.Segment)) (hops ??= ImmutableArray.CreateBuilder<Hop>()).Add(new Hop(membership.Segment, false, at, why));
        }
        foreach (var segment in state.In)
        {
            if (!profile.IsIn(segment)) (hops ??= ImmutableArray.CreateBuilder<Hop>()).Add(new Hop(segment, true, at, why));
        }
        if (hops is null) return (profile, []);

        var memberships = profile.Memberships.RemoveAll(m => !state.In.Contains(m.Segment))
            .AddRange(hops.Where(h => h.Entered).Select(h => new Membership(h.Segment, h.At)));
        var remembered = profile.Hops.AddRange(hops);
        if (remembered.Length > Engine.HopsKept) remembered = remembered.RemoveRange(0, remembered.Length - Engine.HopsKept);
        return (profile with { Memberships = memberships, Hops = remembered }, hops.DrainToImmutable());
    }
}

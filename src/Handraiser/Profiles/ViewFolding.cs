using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>Visits: to the site, where a day counts once, and to a shop.</summary>
internal static class ViewFolding
{
    public static Profile Fold(Profile profile, RecentEvent one)
    {
        var rhythm = profile.Rhythm;
        profile = profile.ToChange();
        profile.Rhythm = one.Kind == EventKinds.StoreVisited
            ? rhythm with { StoreVisits = rhythm.StoreVisits + 1, LastStoreVisit = Times.Later(rhythm.LastStoreVisit, one.At) }
            : rhythm with { Views = rhythm.Views + 1, LastView = Times.Later(rhythm.LastView, one.At), OnlineDays = rhythm.OnlineDays.With(one.At) };
        return profile;
    }
}

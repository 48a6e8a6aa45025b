using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>What is not taken in of a customer who does not allow to be observed on the shop's site (law 11).</summary>
public static class Observing
{
    /// <summary>The source of events that the script in the shop's own pages tells.</summary>
    public const string Site = "site";

    /// <summary>Whether an event observes a customer who had said no by then. Their word itself is always heard.</summary>
    public static bool IsRefused(Profile profile, CustomerEvent happened) =>
        IsObserved(happened) && profile.Permissions.Said(Channels.Tracking) is { Granted: false } no && no.At <= happened.At;

    private static bool IsObserved(CustomerEvent happened) => happened.Kind switch
    {
        EventKinds.PageViewed or EventKinds.ProductViewed or EventKinds.CategoryViewed or EventKinds.ProductsSearched => true,
        EventKinds.ConsentChanged => false,
        _ => happened.Source == Site,
    };
}

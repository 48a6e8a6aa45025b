using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>
/// What an erasure (GDPR article 17) means for events that come later. What happened before it is dropped for good, replays included.
/// What happens after it is dropped too, until the customer says yes anew or buys: then a new customer begins, with the stops that
/// outlived the erasure.
/// </summary>
public static class Erasure
{
    /// <summary>The reason under which an erasure is kept among the suppressions.</summary>
    public const string Reason = "erased";

    /// <summary>Whether an event is to be dropped.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="erasedAt">When the customer of the event was last erased, UTC; null for never.</param>
    /// <param name="livesAgain">Whether a customer lives under one of the event's names now.</param>
    public static bool Drops(CustomerEvent happened, DateTimeOffset? erasedAt, bool livesAgain) =>
        erasedAt is { } at && (happened.BelievedAt <= at || !(livesAgain || BringsBack(happened)));

    /// <summary>Whether the event is the customer's own word that they want to be known: a consent given, or an order.</summary>
    public static bool BringsBack(CustomerEvent happened) => happened.Kind switch
    {
        EventKinds.OrderPlaced or EventKinds.EmailResubscribed => true,
        EventKinds.ConsentChanged => happened.Data.Granted == true,
        _ => false,
    };

    /// <summary>Whether a customer found after an erasure is a new one; otherwise the row was written by whoever did not know of the erasure yet.</summary>
    public static bool HasReturned(Profile profile, DateTimeOffset erasedAt) =>
        profile.FirstFact > erasedAt
        && (profile.Permissions.Yes.Any(y => y.At > erasedAt) || profile.Recent.Any(r => r.Kind == EventKinds.OrderPlaced && r.At > erasedAt));

    /// <summary>The profile with stops that outlived an erasure; a later yes has lifted the leaving of its channel.</summary>
    public static Profile Remembering(Profile profile, IEnumerable<Suppression> stops)
    {
        var may = profile.Permissions;
        foreach (var stop in stops) may = may.Stop(stop.Channel, stop.Reason, stop.At);
        return ReferenceEquals(may, profile.Permissions) ? profile : profile with { Permissions = may };
    }
}

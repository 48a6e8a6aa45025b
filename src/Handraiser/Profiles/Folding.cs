using Handraiser.Events;
using Handraiser.Playbooks;

namespace Handraiser.Profiles;

/// <summary>A profile after an event, and who did it.</summary>
/// <param name="Profile">The new profile.</param>
/// <param name="Verdict">For opens and clicks: a person, a machine, or not yet clear; for all else a person.</param>
public readonly record struct Folded(Profile Profile, Verdict Verdict);

/// <summary>
/// How each kind of event changes what is known of a customer. Order does not matter for counts, weights and segments. One file per group
/// of kinds; what all events share stands here.
/// </summary>
public static class Folding
{
    /// <summary>Folds one event that was not folded before.</summary>
    public static Folded Fold(Profile profile, CustomerEvent happened, Playbook playbook) => Fold(profile, happened, StableHash.OfEvent(happened.Id), playbook);

    /// <summary>The same, where the <see cref="StableHash.OfEvent"/> of the event's id is known already.</summary>
    public static Folded Fold(Profile profile, CustomerEvent happened, ulong hash, Playbook playbook)
    {
        var one = Remembering.Of(happened, hash, playbook.Machines);
        // An order told twice under two events is one order, and counts and is remembered as one.
        var toldAgain = OrderFolding.IsToldAgain(profile, happened);
        RecentEvent? forgotten = null;
        profile = profile.ToChange();
        profile.EventCount++;
        profile.Seen = profile.Seen.Add(one.Hash);
        profile.FirstFact = Times.Earlier(profile.FirstFact, one.At);
        profile.LastFact = Times.Later(profile.LastFact, one.At);
        profile.Person = PersonFolding.Named(profile.Person, happened);
        if (one.IsSignal) profile.Signals = profile.Signals.With(one, out forgotten);
        else if (!toldAgain) profile.Others = Remembering.With(profile.Others, one, Remembering.OthersKept, out _);
        if (!toldAgain && !one.IsSignal)
        {
            profile.Traces = playbook.Segments.Observe(profile.Traces, one);
            profile.Score = ScoreFolding.Add(profile.Score, one, playbook.Score, 1);
            profile.Interests = InterestFolding.Add(profile.Interests, one, InterestFolding.Says(happened, playbook.Interest), playbook.Interest);
        }
        if (!one.IsSignal) return new(OfItsKind(profile, happened, one, toldAgain, playbook), Verdict.Human);
        return SignalFolding.Fold(forgotten is null ? profile : SignalFolding.Forget(profile, forgotten), one, happened, playbook);
    }

    private static Profile OfItsKind(Profile profile, CustomerEvent happened, RecentEvent one, bool toldAgain, Playbook playbook) => happened.Kind switch
    {
        EventKinds.EmailSent or EventKinds.EmailDelivered or EventKinds.EmailBounced or EventKinds.EmailDropped
            or EventKinds.EmailReplied => MailFolding.Fold(profile, happened),
        EventKinds.SmsSent or EventKinds.SmsDelivered or EventKinds.SmsFailed or EventKinds.SmsReplied => TextFolding.Fold(profile, happened),
        EventKinds.EmailComplained or EventKinds.EmailUnsubscribed or EventKinds.EmailResubscribed
            or EventKinds.ConsentChanged => ConsentFolding.Fold(profile, happened),
        EventKinds.CartUpdated or EventKinds.CartEmptied or EventKinds.CheckoutStarted or EventKinds.CheckoutExpired => CartFolding.Fold(profile, happened),
        EventKinds.OrderPlaced => RefundFolding.Fold(CartFolding.Ordered(OrderFolding.Fold(profile, happened, playbook.Store), happened), happened, one, toldAgain, playbook.Interest),
        EventKinds.OrderRefunded => RefundFolding.Fold(OrderFolding.Fold(profile, happened, playbook.Store), happened, one, toldAgain, playbook.Interest),
        EventKinds.OrderFulfilled or EventKinds.OrderCancelled => OrderFolding.Fold(profile, happened, playbook.Store),
        EventKinds.PageViewed or EventKinds.ProductViewed or EventKinds.CategoryViewed or EventKinds.ProductsSearched
            or EventKinds.StoreVisited => ViewFolding.Fold(profile, one),
        EventKinds.AnswerGiven => AnswerFolding.Fold(profile, happened),
        _ => profile,
    };
}

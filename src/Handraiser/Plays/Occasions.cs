using Handraiser.Events;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.Plays;

/// <summary>
/// What a play is about. One play runs once for one occasion: a cart that keeps changing is one occasion, two carts are two, and the same
/// thing told under another id is still the same occasion.
/// </summary>
public static class Occasions
{
    /// <summary>The occasion of an event.</summary>
    public static string Of(CustomerEvent happened) => happened.Kind switch
    {
        EventKinds.CartUpdated or EventKinds.CartEmptied or EventKinds.CheckoutStarted or EventKinds.CheckoutExpired =>
            "cart:" + (happened.Data.CartId ?? happened.Data.CheckoutId ?? happened.Customer.Cart ?? happened.Id),
        EventKinds.OrderPlaced or EventKinds.OrderFulfilled or EventKinds.OrderRefunded or EventKinds.OrderCancelled =>
            "order:" + (happened.Data.OrderId ?? happened.Id),
        EventKinds.EmailOpened or EventKinds.EmailClicked or EventKinds.EmailReplied =>
            "mail:" + (Remembering.MessageOf(happened) ?? happened.Id),
        EventKinds.AnswerGiven => $"answer:{happened.Data.Question}:{happened.Id}",
        EventKinds.CustomerKnown => "known",
        _ => $"{happened.Kind}:{happened.Id}",
    };

    /// <summary>The occasion of a hop: each entering is its own.</summary>
    public static string Of(Hop hop) => $"{(hop.Entered ? "in" : "out")}:{hop.Segment}:{hop.At.ToUnixTimeSeconds()}";

    /// <summary>The id of a play's run for one customer and occasion.</summary>
    public static string RunId(string customerId, string play, string occasion) => StableHash.Id(customerId, play, occasion);

    /// <summary>The id of what one step of a run does.</summary>
    public static string ActionId(string customerId, string play, int step, string occasion) =>
        StableHash.Id(customerId, play, step.ToString(System.Globalization.CultureInfo.InvariantCulture), occasion);
}

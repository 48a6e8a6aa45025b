using System.Globalization;
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
    private const string Cart = "cart:";
    private const string Order = "order:";
    private const string Mail = "mail:";
    /// <summary>Parts an occasion from its turn, where the same thing is an occasion again after the play's pause.</summary>
    private const string Turn = " @";

    /// <summary>The occasion of an event.</summary>
    public static string Of(CustomerEvent happened) => happened.Kind switch
    {
        EventKinds.CartUpdated or EventKinds.CartEmptied or EventKinds.CheckoutStarted or EventKinds.CheckoutExpired =>
            Cart + (CartNamed(happened) is { IsNone: false } names ? names.Id : happened.Id),
        EventKinds.OrderPlaced or EventKinds.OrderFulfilled or EventKinds.OrderRefunded or EventKinds.OrderCancelled =>
            Order + (happened.Data.OrderId ?? happened.Id),
        EventKinds.EmailOpened or EventKinds.EmailClicked =>
            Mail + (Remembering.MessageOf(happened) ?? happened.Id),
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
        StableHash.Id(customerId, play, step.ToString(CultureInfo.InvariantCulture), occasion);

    /// <summary>The cart that a run is about; null when it is about something else.</summary>
    public static string? CartOf(string occasion) => About(occasion, Cart);

    /// <summary>Whether it is this cart that a run is about, under any of its names.</summary>
    internal static bool IsOf(string occasion, CartNames cart) => occasion.StartsWith(Cart, StringComparison.Ordinal) && cart.Has(WithoutTurn(occasion)[Cart.Length..]);

    /// <summary>The order that a run is about; null when it is about something else.</summary>
    public static string? OrderOf(string occasion) => About(occasion, Order);

    /// <summary>The message that a run is about; null when it is about something else.</summary>
    public static string? MessageOf(string occasion) => About(occasion, Mail);

    /// <summary>Whether the same occasion can come again while a play runs, and starts its waiting over: a cart, a message.</summary>
    internal static bool Repeats(string occasion) => occasion.StartsWith(Cart, StringComparison.Ordinal) || occasion.StartsWith(Mail, StringComparison.Ordinal);

    /// <summary>The same thing as an occasion of its own, for a play that begins again at this moment.</summary>
    internal static string AnotherTurn(string occasion, DateTimeOffset at) => occasion + Turn + at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The occasion without its turn.</summary>
    internal static ReadOnlySpan<char> WithoutTurn(string occasion)
    {
        var turn = occasion.LastIndexOf(Turn, StringComparison.Ordinal);
        return turn < 0 ? occasion : occasion.AsSpan(0, turn);
    }

    /// <summary>Whether an occasion, whichever turn of it, is this one.</summary>
    internal static bool IsSame(string occasion, string other) =>
        occasion.StartsWith(other, StringComparison.Ordinal) && WithoutTurn(occasion).Length == other.Length;

    /// <summary>The names under which an event tells of a cart.</summary>
    internal static CartNames CartNamed(CustomerEvent happened)
    {
        var cart = happened.Data.CartId ?? happened.Customer.Cart;
        return cart is null && happened.Data.CheckoutId is null ? CartNames.None : CartNames.Of(cart, happened.Data.CheckoutId);
    }

    private static string? About(string occasion, string kind) =>
        occasion.StartsWith(kind, StringComparison.Ordinal) ? WithoutTurn(occasion)[kind.Length..].ToString() : null;
}

using System.Text.Json;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.Shopify;

internal static class ShopifyCarts
{
    /// <summary>A cart as it now is. Its token is all that is known of the customer.</summary>
    public static CustomerEvent Cart(ShopifyDelivery told)
    {
        var cart = ShopifyDelivery.Named(told.Body.Text("token") ?? told.Body.Text("id")) ?? throw new MalformedException("token", "a cart's token is expected");
        var lines = ShopifyDelivery.Lines(told.Body);
        return told.Event(
            lines.IsEmpty ? EventKinds.CartEmptied : EventKinds.CartUpdated,
            told.Body.Time("updated_at"),
            new Identifiers { Cart = cart },
            new EventData { CartId = cart, Lines = lines, Value = Worth(told.Body), Currency = Currency(told.Body) });
    }

    /// <summary>A checkout names the cart and, sooner or later, the customer. Before it names anybody it says no more than the cart did.</summary>
    public static void Checkout(ShopifyDelivery told, Parsed parsed)
    {
        var body = told.Body;
        // A finished checkout is told again as its order.
        if (body.Text("completed_at") is not null) return;
        var token = body.Text("token") ?? throw new MalformedException("token", "a checkout's token is expected");
        var cart = ShopifyDelivery.Named(body.Text("cart_token"));
        parsed.Events.Add(told.Event(
            EventKinds.CheckoutStarted,
            body.Time("updated_at") ?? body.Time("created_at"),
            ShopifyDelivery.Customer(body, cart),
            new EventData
            {
                CartId = cart,
                CheckoutId = ShopifyDelivery.Named(token),
                Lines = ShopifyDelivery.Lines(body),
                Value = body.Money("total_price"),
                Currency = body.Text("presentment_currency") ?? body.Text("currency"),
                ResumeUrl = body.Text("abandoned_checkout_url"),
                Traits = ShopifyDelivery.Called(body),
            }));
    }

    private static decimal? Worth(JsonElement cart)
    {
        decimal? sum = null;
        foreach (var line in cart.List("line_items")) sum = (sum ?? 0) + (line.Money("line_price") ?? 0);
        return sum;
    }

    private static string? Currency(JsonElement cart)
    {
        foreach (var line in cart.List("line_items"))
        {
            if (line.Part("line_price_set").Part("shop_money").Text("currency_code") is { } code) return code;
        }
        return null;
    }
}

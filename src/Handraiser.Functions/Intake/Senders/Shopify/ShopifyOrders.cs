using System.Collections.Immutable;
using System.Text.Json;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.Shopify;

internal static class ShopifyOrders
{
    /// <summary>A new order names the cart and the checkout that it came from; both are settled by it.</summary>
    public static void Placed(ShopifyDelivery told, Parsed parsed)
    {
        parsed.Events.Add(Changed(told, EventKinds.OrderPlaced, told.Body.Time("processed_at") ?? told.Body.Time("created_at")));
        parsed.Events.Add(Tie(told));
        if (told.Body.Truth("buyer_accepts_marketing") == true) parsed.Events.Add(ShopifyCustomers.ConsentAtCheckout(told));
    }

    /// <summary>An order as it now is.</summary>
    public static CustomerEvent Changed(ShopifyDelivery told, string kind, DateTimeOffset? at)
    {
        var order = told.Body;
        var cart = ShopifyDelivery.Named(order.Text("cart_token"));
        return told.Event(kind, at, ShopifyDelivery.Customer(order, cart), new EventData
        {
            OrderId = ShopifyDelivery.Named(order.Required("id")),
            CartId = cart,
            CheckoutId = ShopifyDelivery.Named(order.Text("checkout_token")),
            Lines = ShopifyDelivery.Lines(order),
            Value = order.Money("total_price"),
            Currency = order.Text("currency"),
            Reason = order.Text("cancel_reason"),
            Extra = Json.Known(("number", order.Text("name"))),
            Traits = ShopifyDelivery.Called(order),
        });
    }

    /// <summary>Ties the order's own id to its customer, since a later refund names nothing else.</summary>
    private static CustomerEvent Tie(ShopifyDelivery told)
    {
        var tied = told.Event(EventKinds.CustomerUpdated, null, ShopifyDelivery.Customer(told.Body, OrderName(told.Body.Required("id"))), EventData.None);
        return tied with { Id = $"{tied.Id}:order" };
    }

    private static string OrderName(string id) => $"shopify:order:{id}";

    /// <summary>A refund names only its order.</summary>
    public static CustomerEvent Refunded(ShopifyDelivery told)
    {
        var refund = told.Body;
        var order = refund.Required("order_id");
        return told.Event(EventKinds.OrderRefunded, refund.Time("processed_at") ?? refund.Time("created_at"), new Identifiers { Cart = OrderName(order) }, new EventData
        {
            OrderId = ShopifyDelivery.Named(order),
            Lines = [.. refund.List("refund_line_items").Select(l => ShopifyDelivery.Line(l.Part("line_item")) with { Quantity = l.Whole("quantity") ?? 1 })],
            Value = Sum(refund),
            Currency = refund.List("transactions").Select(t => t.Text("currency")).FirstOrDefault(c => c is not null),
            Reason = refund.Text("note"),
        });
    }

    private static decimal? Sum(JsonElement refund)
    {
        var paidBack = refund.List("transactions").Where(t => t.Text("kind") == "refund").Select(t => t.Money("amount")).ToImmutableArray();
        return paidBack.IsEmpty ? null : paidBack.Sum();
    }
}

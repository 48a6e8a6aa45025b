using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Catalogue;

namespace Handraiser.Functions.Intake.Senders.Segment;

/// <summary>The names of Segment's e-commerce specification, version 2, and the older ones (Segment, "E-commerce spec").</summary>
internal static class SegmentCommerce
{
    /// <summary>What a tracked event means; one that the specification does not know becomes a kind of the shop's own, <c>track.</c> and its name.</summary>
    public static (string Kind, EventData Data) Translate(string name, JsonElement told)
    {
        var whole = new EventData
        {
            CartId = told.Text("cart_id"),
            CheckoutId = told.Text("checkout_id"),
            OrderId = told.Text("order_id"),
            Lines = [.. told.List("products").Select(Line)],
            Value = told.Money("total") ?? told.Money("value") ?? told.Money("revenue"),
            Currency = told.Text("currency"),
        };
        return name.Trim().ToLowerInvariant() switch
        {
            "product viewed" or "viewed product" or "product clicked" => (EventKinds.ProductViewed, new EventData { Product = Line(told), Url = told.Text("url"), Currency = told.Text("currency") }),
            "product list viewed" or "viewed product category" or "product list filtered" => (EventKinds.CategoryViewed, new EventData { Category = Categories.Path(told.Text("category")) }),
            "products searched" or "searched products" => (EventKinds.ProductsSearched, new EventData { Query = told.Text("query") }),
            // Told is only what was added; the whole cart comes with Cart Viewed.
            "product added" or "added product" or "wishlist product added to cart" => (EventKinds.CartUpdated, whole with { Lines = [Line(told)], Value = null }),
            "cart viewed" => (EventKinds.CartUpdated, whole),
            // Here the order's number is all that names the checkout; the completed order tells the same number.
            "checkout started" or "started checkout" or "started order" => (EventKinds.CheckoutStarted, whole with { CheckoutId = whole.CheckoutId ?? whole.OrderId, OrderId = null }),
            "order completed" or "completed order" => (EventKinds.OrderPlaced, whole with { CheckoutId = whole.CheckoutId ?? whole.OrderId }),
            "order cancelled" => (EventKinds.OrderCancelled, whole),
            "order refunded" => (EventKinds.OrderRefunded, whole),
            "product added to wishlist" => (EventKinds.ProductWished, new EventData { Product = Line(told) }),
            "product reviewed" => (EventKinds.ProductReviewed, new EventData { Product = Line(told), Text = told.Text("review_body"), Extra = Json.Known(("rating", told.Text("rating"))) }),
            _ => (Own(name), new EventData { Product = told.Text("product_id") is null ? null : Line(told), Url = told.Text("url"), Extra = Plain(told) }),
        };
    }

    private static ProductLine Line(JsonElement told) => new()
    {
        ProductId = told.Text("product_id") ?? told.Text("id"),
        VariantId = told.Text("sku"),
        Title = told.Text("name"),
        Category = Categories.Path(told.Text("category")),
        Brand = told.Text("brand"),
        Quantity = told.Whole("quantity") ?? 1,
        Price = told.Money("price"),
        Url = told.Text("url"),
        Image = told.Text("image_url"),
    };

    private static ImmutableDictionary<string, string>? Plain(JsonElement told)
    {
        const int MostKept = 20;
        if (told.ValueKind != JsonValueKind.Object) return null;
        return Json.Known([.. told.EnumerateObject().Take(MostKept).Select(p => (p.Name, p.Value.AsText(p.Name) is { Length: <= 200 } text ? text : null))]);
    }

    private static string Own(string name)
    {
        var words = new StringBuilder("track.");
        foreach (var c in name)
        {
            if (words.Length == EventKind.MaxLength) break;
            if (char.IsAsciiLetterOrDigit(c)) words.Append(char.ToLower(c, CultureInfo.InvariantCulture));
            else if (words[^1] is not ('-' or '.')) words.Append('-');
        }
        var kind = words.ToString().TrimEnd('-');
        return EventKind.IsWellFormed(kind) ? kind : throw new MalformedException("event", "a name with letters is expected");
    }
}

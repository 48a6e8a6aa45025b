using System.Collections.Immutable;
using System.Text.Json;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.Shopify;

/// <summary>One delivery of Shopify's, and what all topics share.</summary>
internal sealed class ShopifyDelivery(WebhookRequest request, string topic, JsonElement body)
{
    public string Topic { get; } = topic;

    public JsonElement Body { get; } = body;

    public DateTimeOffset Now => request.Now;

    public string? Shop { get; } = ShopifyVerifier.Header(request, "Shop-Domain");

    /// <summary>The one event that this delivery tells: the same event id comes with every repetition (shopify.dev, "Ignore duplicates").</summary>
    public string EventId { get; } = ShopifyVerifier.Header(request, "Event-Id") is { } id
        ? $"shopify:{topic}:{id}"
        : StableId.OfBody("shopify", topic, request.Body.Span);

    /// <summary>When Shopify was triggered, which stays the same over its retries; else when the delivery came.</summary>
    public DateTimeOffset TriggeredAt { get; } = Times.FromText(ShopifyVerifier.Header(request, "Triggered-At")) ?? request.Now;

    public CustomerEvent Event(string kind, DateTimeOffset? at, Identifiers customer, EventData data) => new()
    {
        Id = EventId,
        Kind = kind,
        At = at ?? TriggeredAt,
        ReceivedAt = Now,
        Source = "shopify",
        Customer = customer.IsEmpty ? throw new MalformedException("customer", "an address, a phone number, a customer id or a cart token is expected") : customer,
        Data = data,
    };

    /// <summary>Ids are told as numbers or texts, and are only unique within Shopify.</summary>
    public static string? Named(string? id) => id is null ? null : $"shopify:{id}";

    public static ImmutableArray<ProductLine> Lines(JsonElement resource) =>
        [.. resource.List("line_items").Select(Line)];

    public static ProductLine Line(JsonElement line) => new()
    {
        ProductId = line.Text("product_id"),
        VariantId = line.Text("variant_id"),
        Title = line.Text("title"),
        Brand = line.Text("vendor"),
        Quantity = line.Whole("quantity") ?? 1,
        Price = line.Money("discounted_price") ?? line.Money("price"),
    };

    /// <summary>The names of whoever checks out, orders or has an account.</summary>
    public static Identifiers Customer(JsonElement resource, string? cart)
    {
        var customer = resource.Part("customer");
        return new Identifiers
        {
            Email = resource.Text("email") ?? resource.Text("contact_email") ?? customer.Text("email"),
            ShopId = Named(customer.Text("id") ?? resource.Text("customer_id")),
            Phone = resource.Text("phone") ?? customer.Text("phone"),
            Cart = cart,
        };
    }

    /// <summary>How whoever checks out or orders is called (law 3), as far as they told.</summary>
    public static ImmutableDictionary<string, string>? Called(JsonElement resource)
    {
        var (customer, billing, to) = (resource.Part("customer"), resource.Part("billing_address"), resource.Part("shipping_address"));
        return Json.Known(
            ("firstName", customer.Text("first_name") ?? billing.Text("first_name")),
            ("lastName", customer.Text("last_name") ?? billing.Text("last_name")),
            ("country", to.Text("country_code")),
            ("city", to.Text("city")),
            ("postcode", to.Text("zip")),
            ("latitude", to.Text("latitude")),
            ("longitude", to.Text("longitude")));
    }
}

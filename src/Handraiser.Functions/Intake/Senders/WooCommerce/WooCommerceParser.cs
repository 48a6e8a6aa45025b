using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.WooCommerce;

/// <summary>
/// WooCommerce's topics; bodies are the resources of its REST API (wc/v3). An order is told with every change: what it means follows from
/// its status, and ids are made of order and meaning, so that each counts once. There is no topic for carts.
/// </summary>
public sealed class WooCommerceParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) =>
    {
        var topic = request.Header("X-WC-Webhook-Topic") ?? throw new MalformedException("X-WC-Webhook-Topic", "the header that names the topic is expected");
        switch (topic)
        {
            case "order.created" or "order.updated" or "order.restored": Order(request, body, parsed); break;
            case "customer.created": parsed.Events.Add(Customer(request, body, EventKinds.CustomerKnown)); break;
            case "customer.updated": parsed.Events.Add(Customer(request, body, EventKinds.CustomerUpdated)); break;
            case "product.created" or "product.updated" or "product.restored": parsed.Products.Add(Product(request, body)); break;
            case "product.deleted": parsed.Products.Add(new Product { Id = body.Required("id"), At = request.Now, Removed = true }); break;
            // Coupons, deleted orders and hooks of one's own say nothing of a customer.
            default: break;
        }
    });

    private static void Order(WebhookRequest request, JsonElement order, Parsed parsed)
    {
        var modified = order.Time("date_modified_gmt");
        switch (order.Required("status"))
        {
            case "pending" or "checkout-draft":
                parsed.Events.Add(Event(request, order, EventKinds.CheckoutStarted, order.Time("date_created_gmt")));
                break;
            case "processing" or "on-hold":
                parsed.Events.Add(Event(request, order, EventKinds.OrderPlaced, order.Time("date_paid_gmt") ?? order.Time("date_created_gmt")));
                break;
            case "completed":
                parsed.Events.Add(Event(request, order, EventKinds.OrderPlaced, order.Time("date_paid_gmt") ?? order.Time("date_created_gmt")));
                parsed.Events.Add(Event(request, order, EventKinds.OrderFulfilled, order.Time("date_completed_gmt") ?? modified));
                break;
            case "cancelled": parsed.Events.Add(Event(request, order, EventKinds.OrderCancelled, modified)); break;
            case "refunded": parsed.Events.Add(Event(request, order, EventKinds.OrderRefunded, modified)); break;
            default: break;
        }
    }

    private static CustomerEvent Event(WebhookRequest request, JsonElement order, string kind, DateTimeOffset? at)
    {
        var id = order.Required("id");
        var billing = order.Part("billing");
        var names = new Identifiers
        {
            Email = billing.Text("email"),
            ShopId = order.Text("customer_id") is { } customer and not "0" ? $"woocommerce:{customer}" : null,
            Phone = billing.Text("phone"),
        };
        if (names.IsEmpty) throw new MalformedException("billing.email", "an address or a customer's number is expected");
        return new CustomerEvent
        {
            Id = $"woocommerce:{kind}:{id}",
            Kind = kind,
            At = at ?? request.Now,
            ReceivedAt = request.Now,
            Source = "woocommerce",
            Customer = names,
            Data = new EventData
            {
                OrderId = kind == EventKinds.CheckoutStarted ? null : $"woocommerce:{id}",
                CheckoutId = $"woocommerce:{id}",
                Lines = [.. order.List("line_items").Select(Line)],
                Value = order.Money("total"),
                Currency = order.Text("currency"),
                ResumeUrl = kind == EventKinds.CheckoutStarted ? order.Text("payment_url") : null,
                Extra = Json.Known(("number", order.Text("number"))),
                Traits = Json.Known(("firstName", billing.Text("first_name")), ("lastName", billing.Text("last_name"))),
            },
        };
    }

    private static ProductLine Line(JsonElement line) => new()
    {
        ProductId = line.Text("product_id"),
        VariantId = line.Text("variation_id") is { } variant and not "0" ? variant : null,
        Title = line.Text("name"),
        Quantity = line.Whole("quantity") ?? 1,
        Price = line.Money("price"),
        Image = line.Part("image").Text("src"),
    };

    private static CustomerEvent Customer(WebhookRequest request, JsonElement body, string kind)
    {
        var billing = body.Part("billing");
        return new CustomerEvent
        {
            Id = StableId.Of("woocommerce", kind, body.Required("id"), body.Text("date_modified_gmt")),
            Kind = kind,
            At = body.Time("date_modified_gmt") ?? body.Time("date_created_gmt") ?? request.Now,
            ReceivedAt = request.Now,
            Source = "woocommerce",
            Customer = new Identifiers { Email = body.Text("email"), ShopId = $"woocommerce:{body.Text("id")}", Phone = billing.Text("phone") },
            Data = new EventData
            {
                Traits = Json.Known(
                    ("firstName", body.Text("first_name") ?? billing.Text("first_name")),
                    ("lastName", body.Text("last_name") ?? billing.Text("last_name")),
                    ("country", billing.Text("country")),
                    ("city", billing.Text("city"))),
            },
        };
    }

    private static Product Product(WebhookRequest request, JsonElement body) => new()
    {
        Id = body.Required("id"),
        At = body.Time("date_modified_gmt") ?? request.Now,
        Title = body.Text("name"),
        Category = Categories.Path(body.List("categories").Select(c => c.Text("name")).FirstOrDefault()),
        Brand = body.List("brands").Select(b => b.Text("name")).FirstOrDefault(),
        Image = body.List("images").Select(i => i.Text("src")).FirstOrDefault(),
        Url = body.Text("permalink"),
        Price = body.Money("price"),
        Stock = body.Whole("stock_quantity"),
        Variants = [.. body.List("variations").Select(v => v.AsText("variations")).OfType<string>()],
        Removed = body.Text("status") is "draft" or "private" or "trash",
    };
}

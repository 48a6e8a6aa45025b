using System.Text.Json;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.Shopify;

/// <summary>
/// Shopify's topics (shopify.dev, "Webhooks", and the REST resources whose form the bodies have). A cart names no customer, only its token:
/// the checkout and the order that come of it name the same token, and so tie the cart to a person.
/// </summary>
public sealed class ShopifyParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        using var document = Json.Document(request.Body);
        var body = document.RootElement;
        if (body.ValueKind != JsonValueKind.Object) throw new MalformedException("body", "an object is expected");
        var parsed = new Parsed();
        try
        {
            var topic = Topic(request) ?? throw new MalformedException("X-Shopify-Topic", "the header that names the topic is expected");
            var told = new ShopifyDelivery(request, topic, body);
            Translate(told, parsed);
        }
        catch (MalformedException e)
        {
            parsed.Refuse(e, request.Body.Span);
        }
        return parsed;
    }

    /// <summary>The newer deliveries may tell the topic as the resource and the action apart.</summary>
    private static string? Topic(WebhookRequest request)
    {
        var topic = ShopifyVerifier.Header(request, "Topic")?.Trim().ToLowerInvariant();
        return topic is null || topic.Contains('/') || ShopifyVerifier.Header(request, "Action") is not { } action ? topic : $"{topic}/{action.Trim().ToLowerInvariant()}";
    }

    private static void Translate(ShopifyDelivery told, Parsed parsed)
    {
        switch (told.Topic)
        {
            case "carts/create" or "carts/update": parsed.Events.Add(ShopifyCarts.Cart(told)); break;
            case "checkouts/create" or "checkouts/update": ShopifyCarts.Checkout(told, parsed); break;
            case "orders/create": ShopifyOrders.Placed(told, parsed); break;
            case "orders/fulfilled": parsed.Events.Add(ShopifyOrders.Changed(told, EventKinds.OrderFulfilled, told.Body.Time("updated_at"))); break;
            case "orders/cancelled": parsed.Events.Add(ShopifyOrders.Changed(told, EventKinds.OrderCancelled, told.Body.Time("cancelled_at"))); break;
            case "refunds/create": parsed.Events.Add(ShopifyOrders.Refunded(told)); break;
            case "customers/create" or "customers/update" or "customers/enable" or "customers/disable": ShopifyCustomers.Facts(told, parsed); break;
            case "customers_email_marketing_consent/update" or "customers_marketing_consent/update": ShopifyCustomers.Consent(told, parsed); break;
            case "products/create" or "products/update": parsed.Products.Add(ShopifyProducts.Product(told)); break;
            case "products/delete": parsed.Products.Add(ShopifyProducts.Removed(told)); break;
            case "customers/data_request": parsed.Privacy.Add(ShopifyCustomers.Privacy(told, PrivacyKind.Access)); break;
            case "customers/redact": parsed.Privacy.Add(ShopifyCustomers.Privacy(told, PrivacyKind.Erase)); break;
            case "shop/redact": parsed.Privacy.Add(ShopifyCustomers.Privacy(told, PrivacyKind.EraseShop)); break;
            // Whatever else a shop subscribed to is no fault of the sender's: taken, not used.
            default: break;
        }
    }
}

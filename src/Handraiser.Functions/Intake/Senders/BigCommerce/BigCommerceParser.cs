using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.BigCommerce;

/// <summary>
/// BigCommerce's webhooks are thin: they name what changed, and the detail is fetched from the store's API by a queue function
/// (developer.bigcommerce.com, "Webhooks").
/// </summary>
public sealed class BigCommerceParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) =>
    {
        var scope = body.Required("scope");
        var data = body.Part("data");
        var at = body.Money("created_at") is { } seconds && seconds is >= 0 and < long.MaxValue ? Times.FromUnix((long)seconds) : null;
        if (scope == "store/product/deleted")
        {
            parsed.Products.Add(new Product { Id = data.Required("id"), At = at ?? request.Now, Removed = true });
            return;
        }
        var id = scope switch
        {
            "store/cart/deleted" or "store/customer/deleted" or "store/subscriber/deleted" => null,
            _ when scope.StartsWith("store/cart/lineItem/", StringComparison.Ordinal) => data.Required("cartId"),
            // The order that came of the cart tells which cart it was.
            "store/cart/converted" => data.Required("orderId"),
            _ when scope.StartsWith("store/order/message/", StringComparison.Ordinal) => null,
            // What a variant has left is the product's news.
            _ when IsOf(scope, "sku") => data.Part("inventory").Text("product_id") ?? data.Part("sku").Text("product_id"),
            _ when IsOf(scope, "cart") || IsOf(scope, "order") || IsOf(scope, "product") || scope is "store/customer/created" or "store/customer/updated" => data.Required("id"),
            _ => null,
        };
        if (id is null) return;
        parsed.Fetch.Add(new FetchJob("bigcommerce", IsOf(scope, "sku") ? "store/product/updated" : scope, id, at ?? request.Now));
    });

    private static bool IsOf(string scope, string resource) => scope.StartsWith($"store/{resource}/", StringComparison.Ordinal);
}

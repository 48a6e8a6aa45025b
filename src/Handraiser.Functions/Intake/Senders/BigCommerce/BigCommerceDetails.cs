using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Catalogue;

namespace Handraiser.Functions.Intake.Senders.BigCommerce;

/// <summary>Turns what the store answers into events and products. Carts and orders name the same cart id, and so join.</summary>
public sealed class BigCommerceDetails(BigCommerceClient store, IEventSink sink, ICatalogue catalogue, TimeProvider clock)
{
    /// <summary>Where the shop's pages are: the store tells only the paths of its products.</summary>
    public string? Shop { get; init; }

    /// <summary>Fetches and hands on one detail. A cart that is gone has become an order or was given up, which is nothing.</summary>
    /// <exception cref="StoreBusyException">The store cannot be asked now.</exception>
    /// <exception cref="StoreRefusedException">The store's answer cannot be used, or it has nothing of that id.</exception>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellation)
    {
        var id = Uri.EscapeDataString(job.ResourceId);
        switch (job.Topic.Split('/') is [_, var resource, ..] ? (resource, job.Topic) : ("", ""))
        {
            case ("cart", not "store/cart/converted"):
                await AcceptAsync(job, Cart(job, (await store.ReadAsync($"v3/carts/{id}", cancellation)).Part("data")), cancellation);
                break;
            case ("cart" or "order", _):
                var order = There(await store.ReadAsync($"v2/orders/{id}", cancellation));
                await AcceptAsync(job, Order(order, await store.ReadAsync($"v2/orders/{id}/products", cancellation)), cancellation);
                break;
            case ("customer", _):
                var answer = await store.ReadAsync($"v3/customers?id:in={id}", cancellation);
                await AcceptAsync(job, Customer(job, There(answer.List("data").FirstOrDefault())), cancellation);
                break;
            case ("product", _):
                // As of before it was asked: what is told meanwhile is newer. The store's own stamp stays when only the stock changes.
                var asked = clock.GetUtcNow();
                await catalogue.UpsertAsync([Product(There((await store.ReadAsync($"v3/catalog/products/{id}?include=variants,primary_image", cancellation)).Part("data")), asked)], cancellation);
                break;
            default:
                throw new StoreRefusedException("It is not known what to ask the store for.");
        }
    }

    private static JsonElement There(JsonElement found) =>
        found.ValueKind == JsonValueKind.Object ? found : throw new StoreRefusedException("The store has nothing of that id: it was deleted since, or Senders__BigCommerce__StoreHash names another store.");

    private Task AcceptAsync(FetchJob job, CustomerEvent? one, CancellationToken cancellation) =>
        one is null ? Task.CompletedTask : sink.AcceptAsync([one with { Replayed = job.Replayed }], cancellation);

    private CustomerEvent? Cart(FetchJob job, JsonElement cart)
    {
        if (cart.ValueKind != JsonValueKind.Object) return null;
        var id = cart.Required("id");
        var items = cart.Part("line_items");
        List<ProductLine> lines = [.. items.List("physical_items").Concat(items.List("digital_items")).Select(Line)];
        return Event(lines.Count == 0 ? EventKinds.CartEmptied : EventKinds.CartUpdated, cart.Time("updated_time") ?? job.At, $"cart:{id}:{cart.Text("updated_time") ?? job.At.ToString("O")}", Names(cart.Text("email"), cart.Text("customer_id"), null, id), new EventData
        {
            CartId = $"bigcommerce:{id}",
            Lines = [.. lines],
            Value = cart.Money("cart_amount"),
            Currency = cart.Part("currency").Text("code"),
        });
    }

    private CustomerEvent? Order(JsonElement order, JsonElement lines)
    {
        var id = order.Required("id");
        // The store's own numbers of states (developer.bigcommerce.com, "Order status").
        var kind = order.Whole("status_id") switch
        {
            2 or 10 => EventKinds.OrderFulfilled,
            4 or 14 => EventKinds.OrderRefunded,
            5 or 6 => EventKinds.OrderCancelled,
            0 => null,
            _ => EventKinds.OrderPlaced,
        };
        var names = Names(order.Part("billing_address").Text("email"), order.Text("customer_id"), order.Part("billing_address").Text("phone"), order.Text("cart_id"));
        if (kind is null || names.IsEmpty) return null;
        return Event(kind, order.Time(kind == EventKinds.OrderPlaced ? "date_created" : "date_modified") ?? clock.GetUtcNow(), $"{kind}:{id}", names, new EventData
        {
            OrderId = $"bigcommerce:{id}",
            CartId = order.Text("cart_id") is { } cart ? $"bigcommerce:{cart}" : null,
            Lines = lines.ValueKind == JsonValueKind.Array ? [.. lines.EnumerateArray().Select(Line)] : [],
            Value = order.Money("total_inc_tax"),
            Currency = order.Text("currency_code"),
        });
    }

    private CustomerEvent Customer(FetchJob job, JsonElement customer) => Event(
        job.Topic.EndsWith("/created", StringComparison.Ordinal) ? EventKinds.CustomerKnown : EventKinds.CustomerUpdated,
        customer.Time("date_modified") ?? job.At,
        $"customer:{customer.Required("id")}:{customer.Text("date_modified")}",
        Names(customer.Text("email"), customer.Required("id"), customer.Text("phone"), null),
        new EventData { Traits = Json.Known(("firstName", customer.Text("first_name")), ("lastName", customer.Text("last_name"))) });

    private Product Product(JsonElement product, DateTimeOffset at) => new()
    {
        Id = product.Required("id"),
        At = at,
        Title = product.Text("name"),
        Image = product.Part("primary_image").Text("url_standard"),
        Url = Link(product.Part("custom_url").Text("url")),
        Price = product.Money("calculated_price") ?? product.Money("price"),
        Stock = product.Text("inventory_tracking") is "product" or "variant" ? product.Whole("inventory_level") : null,
        Variants = [.. product.List("variants").Select(v => v.Text("id")).OfType<string>()],
        Removed = product.Truth("is_visible") == false,
    };

    private string? Link(string? path) =>
        Uri.TryCreate(Shop, UriKind.Absolute, out var shop) && Uri.TryCreate(shop, path, out var link) ? link.AbsoluteUri : null;

    private CustomerEvent Event(string kind, DateTimeOffset at, string id, Identifiers names, EventData data) => new()
    {
        Id = $"bigcommerce:{id}", Kind = kind, At = at, ReceivedAt = clock.GetUtcNow(), Source = "bigcommerce", Customer = names, Data = data,
    };

    private static Identifiers Names(string? email, string? customer, string? phone, string? cart) => new()
    {
        Email = email,
        ShopId = customer is null or "0" ? null : $"bigcommerce:{customer}",
        Phone = phone,
        Cart = cart is null ? null : $"bigcommerce:{cart}",
    };

    private static ProductLine Line(JsonElement line) => new()
    {
        ProductId = line.Text("product_id"),
        VariantId = line.Text("variant_id"),
        Title = line.Text("name"),
        Quantity = line.Whole("quantity") ?? 1,
        Price = line.Money("sale_price") ?? line.Money("price_inc_tax") ?? line.Money("base_price"),
        Image = line.Text("image_url"),
        Url = line.Text("url"),
    };
}

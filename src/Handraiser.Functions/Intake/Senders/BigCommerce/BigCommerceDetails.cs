using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Catalogue;

namespace Handraiser.Functions.Intake.Senders.BigCommerce;

/// <summary>Turns what the store answers into events and products. Carts and orders name the same cart id, and so join.</summary>
public sealed class BigCommerceDetails(BigCommerceClient store, IEventSink sink, ICatalogue catalogue, TimeProvider clock)
{
    /// <summary>Fetches and hands on one detail; what the store no longer has is nothing.</summary>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellation)
    {
        var id = Uri.EscapeDataString(job.ResourceId);
        switch (job.Topic.Split('/') is [_, var resource, ..] ? (resource, job.Topic) : ("", ""))
        {
            case ("cart", not "store/cart/converted"):
                await AcceptAsync(job, Cart(job, (await store.ReadAsync($"v3/carts/{id}", cancellation)).Part("data")), cancellation);
                break;
            case ("cart" or "order", _):
                var order = await store.ReadAsync($"v2/orders/{id}", cancellation);
                var lines = order.ValueKind == JsonValueKind.Object ? await store.ReadAsync($"v2/orders/{id}/products", cancellation) : default;
                await AcceptAsync(job, Order(order, lines), cancellation);
                break;
            case ("customer", _):
                var answer = await store.ReadAsync($"v3/customers?id:in={id}", cancellation);
                await AcceptAsync(job, Customer(job, answer.List("data").FirstOrDefault()), cancellation);
                break;
            case ("product", _):
                if (Product((await store.ReadAsync($"v3/catalog/products/{id}?include=variants,primary_image", cancellation)).Part("data")) is { } product) await catalogue.UpsertAsync([product], cancellation);
                break;
            default:
                break;
        }
    }

    private Task AcceptAsync(FetchJob job, CustomerEvent? one, CancellationToken cancellation) =>
        one is null ? Task.CompletedTask : sink.AcceptAsync([one with { Replayed = job.Replayed }], cancellation);

    private CustomerEvent? Cart(FetchJob job, JsonElement cart)
    {
        if (cart.Text("id") is not { } id) return null;
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
        if (order.Text("id") is not { } id) return null;
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

    private CustomerEvent? Customer(FetchJob job, JsonElement customer) => customer.Text("id") is not { } id ? null : Event(
        job.Topic.EndsWith("/created", StringComparison.Ordinal) ? EventKinds.CustomerKnown : EventKinds.CustomerUpdated,
        customer.Time("date_modified") ?? job.At,
        $"customer:{id}:{customer.Text("date_modified")}",
        Names(customer.Text("email"), id, customer.Text("phone"), null),
        new EventData { Traits = Json.Known(("firstName", customer.Text("first_name")), ("lastName", customer.Text("last_name"))) });

    private static Product? Product(JsonElement product) => product.Text("id") is not { } id ? null : new Product
    {
        Id = id,
        Title = product.Text("name"),
        Image = product.Part("primary_image").Text("url_standard"),
        Url = product.Part("custom_url").Text("url"),
        Price = product.Money("calculated_price") ?? product.Money("price"),
        Stock = product.Text("inventory_tracking") is "product" or "variant" ? product.Whole("inventory_level") : null,
        Variants = [.. product.List("variants").Select(v => v.Text("id")).OfType<string>()],
        Removed = product.Truth("is_visible") == false,
    };

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

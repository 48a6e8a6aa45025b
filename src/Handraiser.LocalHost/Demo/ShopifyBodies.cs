using System.Globalization;
using System.Text.Json;

namespace Handraiser.LocalHost.Demo;

/// <summary>Writes what a Shopify store posts about products, carts, checkouts and orders; only the fields that matter here.</summary>
internal static class ShopifyBodies
{
    private sealed record Item(long Id, string Title, string Type, string Vendor, decimal Price, string Handle);

    private static readonly Item[] Items =
    [
        new(7001, "Fell 29 trail bike", "mountain-bikes", "Ridgeway", 1249.00m, "fell-29"),
        new(7002, "Towpath commuter", "city-bikes", "Ridgeway", 749.00m, "commuter"),
        new(7003, "Scar full-face helmet", "helmets", "Calder", 129.00m, "scar-helmet"),
        new(7004, "Merino winter gloves", "clothing", "Wharfe", 34.50m, "merino-gloves"),
        new(7005, "Flint front light", "lights", "Beacon", 42.00m, "flint-light"),
    ];

    public static IEnumerable<DemoPost> Products(DateTimeOffset at) => Items.Select((item, i) => Post("products/create", $"p{item.Id}", at.AddSeconds(i), writer =>
    {
        writer.WriteNumber("id", item.Id);
        writer.WriteString("title", item.Title);
        writer.WriteString("product_type", item.Type);
        writer.WriteString("vendor", item.Vendor);
        writer.WriteString("handle", item.Handle);
        writer.WriteString("status", "active");
        writer.WriteStartArray("variants");
        writer.WriteStartObject();
        writer.WriteNumber("id", item.Id * 10);
        writer.WriteNumber("product_id", item.Id);
        writer.WriteString("price", Money(item.Price));
        writer.WriteNumber("inventory_quantity", 12);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("image");
        writer.WriteString("src", $"https://ridgeway.example/pictures/{item.Handle}.jpg");
        writer.WriteEndObject();
    }));

    public static DemoPost Cart(string token, DateTimeOffset at, int customer, int lines) => Post("carts/update", $"{token}-{lines}", at, writer =>
    {
        writer.WriteString("id", token);
        writer.WriteString("token", token);
        Lines(writer, customer, lines);
        writer.WriteString("updated_at", at.ToString("o", CultureInfo.InvariantCulture));
        writer.WriteString("created_at", at.ToString("o", CultureInfo.InvariantCulture));
    });

    public static DemoPost Checkout(string token, DateTimeOffset at, int customer) => Post("checkouts/create", token + "-checkout", at, writer =>
    {
        writer.WriteNumber("id", 9_000_000L + customer);
        writer.WriteString("token", "k" + token);
        writer.WriteString("cart_token", token);
        writer.WriteString("email", People.Email(customer));
        writer.WriteBoolean("buyer_accepts_marketing", true);
        writer.WriteString("abandoned_checkout_url", $"https://ridgeway.example/checkouts/k{token}/recover");
        Person(writer, customer);
        Lines(writer, customer, 1);
        Totals(writer, customer, at);
    });

    /// <summary>An order names its cart by token and its customer by address, as orders do.</summary>
    public static DemoPost Order(string token, DateTimeOffset at, int customer) => Post("orders/create", token + "-order", at, writer =>
    {
        writer.WriteNumber("id", 5_000_000L + customer);
        writer.WriteString("cart_token", token);
        writer.WriteString("checkout_token", "k" + token);
        writer.WriteString("email", People.Email(customer));
        Person(writer, customer);
        Lines(writer, customer, 1);
        Totals(writer, customer, at);
    });

    private static void Person(Utf8JsonWriter writer, int customer)
    {
        writer.WriteStartObject("customer");
        writer.WriteNumber("id", 100_000L + customer);
        writer.WriteString("email", People.Email(customer));
        writer.WriteString("first_name", People.FirstName(customer));
        writer.WriteString("last_name", People.LastName(customer));
        writer.WriteEndObject();
    }

    private static void Lines(Utf8JsonWriter writer, int customer, int count)
    {
        writer.WriteStartArray("line_items");
        for (var i = 0; i < count; i++)
        {
            var item = Items[(customer + i) % Items.Length];
            writer.WriteStartObject();
            writer.WriteNumber("id", item.Id * 10);
            writer.WriteNumber("product_id", item.Id);
            writer.WriteNumber("variant_id", item.Id * 10);
            writer.WriteString("title", item.Title);
            writer.WriteString("vendor", item.Vendor);
            writer.WriteNumber("quantity", 1);
            writer.WriteString("price", Money(item.Price));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Totals(Utf8JsonWriter writer, int customer, DateTimeOffset at)
    {
        writer.WriteString("currency", "GBP");
        writer.WriteString("total_price", Money(Items[customer % Items.Length].Price));
        writer.WriteString("created_at", at.ToString("o", CultureInfo.InvariantCulture));
        writer.WriteString("updated_at", at.ToString("o", CultureInfo.InvariantCulture));
    }

    private static DemoPost Post(string topic, string id, DateTimeOffset at, Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return new DemoPost(at.AddSeconds(2), "shopify", topic, id, body.ToArray(), 1);
    }

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}

using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class ShopifyTests
{
    private const string Secret = "a-secret-of-ours";
    private readonly DoorHarness door = new(("Senders:Shopify:Secrets:0", "the-new-one"), ("Senders:Shopify:Secrets:1", Secret));

    private static string Sign(string body) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)));

    private Task<DoorAnswer> PostAsync(string topic, string body, string? eventId = null) => door.PostAsync(
        "shopify",
        body,
        [("Content-Type", "application/json"), ("X-Shopify-Hmac-Sha256", Sign(body)), ("X-Shopify-Topic", topic), ("X-Shopify-Shop-Domain", "skis.myshopify.com"), .. eventId is null ? Array.Empty<(string, string)>() : [("X-Shopify-Event-Id", eventId)]]);

    private const string Lines = """[{"id":9,"product_id":71,"variant_id":712,"quantity":2,"title":"Ski socks","vendor":"Alp","price":"12.50","discounted_price":"10.00","line_price":"20.00","properties":null}]""";

    [Fact]
    public async Task A_cart_its_checkout_and_its_order_name_the_same_cart()
    {
        await PostAsync("carts/update", $$"""{"id":"tok1","token":"tok1","line_items":{{Lines}},"updated_at":"2026-05-04T09:00:00Z"}""");
        await PostAsync("checkouts/update", $$"""{"id":5,"token":"chk1","cart_token":"tok1","email":"ann@example.org","phone":"+44 20 7946 0000","completed_at":null,"abandoned_checkout_url":"https://skis.example/go","line_items":{{Lines}},"total_price":"20.00","presentment_currency":"GBP","updated_at":"2026-05-04T09:05:00Z"}""");
        await PostAsync("orders/create", $$"""{"id":88,"name":"#1001","token":"ord1","cart_token":"tok1","checkout_token":"chk1","email":"ann@example.org","customer":{"id":3},"line_items":{{Lines}},"total_price":"20.00","currency":"GBP","created_at":"2026-05-04T09:10:00Z"}""");

        var cart = door.Events.Single(e => e.Kind == EventKinds.CartUpdated);
        var checkout = door.Events.Single(e => e.Kind == EventKinds.CheckoutStarted);
        var order = door.Events.Single(e => e.Kind == EventKinds.OrderPlaced);
        Assert.All([cart, checkout, order], e => Assert.Equal(("shopify:tok1", "shopify:tok1"), (e.Customer.Cart, e.Data.CartId)));
        Assert.Equal(("ann@example.org", "https://skis.example/go", "GBP"), (checkout.Customer.Email, checkout.Data.ResumeUrl, checkout.Data.Currency));
        Assert.Equal(("shopify:chk1", "shopify:88", "shopify:3"), (order.Data.CheckoutId, order.Data.OrderId, order.Customer.ShopId));
        var line = Assert.Single(cart.Data.Lines);
        Assert.Equal(("71", "712", 2, 10.00m, "Alp"), (line.ProductId, line.VariantId, line.Quantity, line.Price, line.Brand));
    }

    [Fact]
    public async Task A_cart_without_lines_is_emptied()
    {
        await PostAsync("carts/update", """{"id":"tok1","token":"tok1","line_items":[],"updated_at":"2026-05-04T09:00:00Z"}""");
        Assert.Equal(EventKinds.CartEmptied, Assert.Single(door.Events).Kind);
    }

    [Fact]
    public async Task A_refund_finds_its_customer_through_the_name_that_the_order_tied()
    {
        await PostAsync("orders/create", """{"id":88,"email":"ann@example.org","line_items":[],"created_at":"2026-05-04T09:10:00Z"}""");
        await PostAsync("refunds/create", """{"id":1,"order_id":88,"created_at":"2026-05-05T09:10:00Z","note":"too small","refund_line_items":[{"quantity":1,"line_item":{"product_id":71,"quantity":2,"price":"5"}}],"transactions":[{"kind":"refund","amount":"5.00","currency":"GBP"}]}""");
        var refund = door.Events.Single(e => e.Kind == EventKinds.OrderRefunded);
        Assert.Contains(door.Events, e => e.Customer.Email == "ann@example.org" && e.Customer.Cart == refund.Customer.Cart);
        Assert.Equal(("shopify:88", 5.00m, "GBP", 1), (refund.Data.OrderId, refund.Data.Value, refund.Data.Currency, refund.Data.Lines[0].Quantity));
    }

    [Fact]
    public async Task A_customer_brings_facts_and_consents_once_for_each_time_they_were_given()
    {
        var body = """{"id":3,"email":"ann@example.org","phone":null,"first_name":"Ann","last_name":"Lee","updated_at":"2026-05-04T09:00:00Z","email_marketing_consent":{"state":"subscribed","opt_in_level":"single_opt_in","consent_updated_at":"2026-01-02T03:04:05Z"},"sms_marketing_consent":null,"default_address":{"country_code":"GB","city":"Leeds"}}""";
        await PostAsync("customers/update", body, "one");
        await PostAsync("customers/update", body, "two");
        var facts = door.Events.First(e => e.Kind == EventKinds.CustomerUpdated);
        Assert.Equal(("Ann", "GB", "Leeds"), (facts.Data.Traits!["firstName"], facts.Data.Traits["country"], facts.Data.Traits["city"]));
        var consents = door.Events.Where(e => e.Kind == EventKinds.ConsentChanged).ToList();
        Assert.Equal(2, consents.Count);
        Assert.Single(consents.Select(c => c.Id).Distinct());
        Assert.All(consents, c => Assert.Equal(("email", true), (c.Data.Channel, c.Data.Granted)));
    }

    [Fact]
    public async Task Products_go_to_the_catalogue()
    {
        await PostAsync("products/update", """{"id":71,"title":"Ski socks","vendor":"Alp","product_type":"Clothing > Socks","handle":"ski-socks","status":"active","image":{"src":"https://cdn.example/1.jpg"},"variants":[{"id":711,"price":"12.50","inventory_quantity":3},{"id":712,"price":"10.00","inventory_quantity":4}]}""");
        var product = door.Catalogue.Products["71"];
        Assert.Equal(("clothing/socks", 10.00m, 7, "https://skis.myshopify.com/products/ski-socks"), (product.Category, product.Price, product.Stock, product.Url));
        Assert.Equal(["711", "712"], product.Variants.ToArray());
    }

    [Fact]
    public async Task A_stock_that_never_ends_is_no_reason_to_refuse_the_product()
    {
        Assert.Equal(200, (await PostAsync("products/update", """{"id":73,"variants":[{"id":1,"inventory_quantity":2000000000},{"id":2,"inventory_quantity":2000000000}]}""")).Status);
        Assert.Equal(int.MaxValue, door.Catalogue.Products["73"].Stock);
    }

    [Fact]
    public async Task A_name_that_is_not_Unicode_is_parked_with_its_body()
    {
        Assert.Equal(200, (await PostAsync("orders/create", """{"\ud800":1,"id":7}""")).Status);
        Assert.Single(door.Parked.Items);
    }

    [Theory]
    [InlineData("products/update", """{"id":72,"updated_at":"2026-05-04T09:30:00+01:00"}""", "2026-05-04T08:30:00Z", false)]
    [InlineData("products/delete", """{"id":72}""", "2026-05-04T07:45:00Z", true)]
    public async Task A_product_holds_as_of_when_the_shop_said_it_however_late_that_comes(string topic, string body, string at, bool removed)
    {
        await door.PostAsync("shopify", body, ("x-shopify-hmac-sha256", Sign(body)), ("x-shopify-topic", topic), ("x-shopify-shop-domain", "skis.myshopify.com"), ("x-shopify-triggered-at", "2026-05-04T07:45:00Z"));

        Assert.Equal((DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), removed), (door.Catalogue.Products["72"].At, door.Catalogue.Products["72"].Removed));
    }

    [Theory]
    [InlineData("customers/data_request", """{"shop_id":1,"shop_domain":"skis.myshopify.com","customer":{"id":3,"email":"ann@example.org"},"data_request":{"id":9}}""", "Access")]
    [InlineData("customers/redact", """{"shop_id":1,"shop_domain":"skis.myshopify.com","customer":{"id":3,"email":"ann@example.org"},"orders_to_redact":[1]}""", "Erase")]
    [InlineData("shop/redact", """{"shop_id":1,"shop_domain":"skis.myshopify.com"}""", "EraseShop")]
    public async Task Rights_of_privacy_are_never_lost(string topic, string body, string kind)
    {
        Assert.Equal(DoorAnswer.Taken, await PostAsync(topic, body));
        Assert.Equal(kind, Assert.Single(door.Errands.Rights).Kind.ToString());
    }

    [Fact]
    public async Task The_newer_family_of_headers_is_as_good()
    {
        var body = """{"id":"t","token":"t","line_items":[]}""";
        var answer = await door.PostAsync("shopify", body, ("shopify-hmac-sha256", Sign(body)), ("shopify-topic", "carts/update"), ("shopify-event-id", "e7"), ("shopify-triggered-at", "2026-05-04T08:00:00Z"));
        Assert.Equal(DoorAnswer.Taken, answer);
        var one = Assert.Single(door.Events);
        Assert.Equal(("shopify:carts/update:e7", DoorHarness.Today.AddHours(-2)), (one.Id, one.At));
    }

    [Fact]
    public async Task A_lone_event_that_cannot_be_used_is_parked_so_that_the_store_keeps_the_subscription()
    {
        Assert.Equal(DoorAnswer.Taken, await PostAsync("orders/create", """{"id":88,"line_items":[]}"""));
        Assert.Empty(door.Events);
        Assert.Contains("customer", Assert.Single(door.Parked.Items).Reason);
        var again = ArchivedRequest.FromJson(door.Parked.Items.First().Content);
        Assert.Equal("orders/create", again.ToRequest().Header("x-shopify-topic"));
        Assert.Null(again.ToRequest().Header("X-Shopify-Hmac-Sha256"));
    }

    [Fact]
    public async Task Unproven_bodies_are_refused()
    {
        Assert.Equal(401, (await door.PostAsync("shopify", "{}", ("X-Shopify-Hmac-Sha256", Sign("{ }")))).Status);
        Assert.Equal(401, (await door.PostAsync("shopify", "{}", ("X-Shopify-Hmac-Sha256", "fake"))).Status);
        Assert.Equal(401, (await door.PostAsync("shopify", "{}")).Status);
    }

    [SkippableFact]
    public async Task The_published_vectors_get_their_verdicts()
    {
        foreach (var vector in Vectors.Read("shopify"))
        {
            var recorded = new DoorHarness(("Senders:Shopify:Secrets:0", vector.Text("secret")!));
            var answer = await recorded.PostAsync("shopify", vector.Body(), vector.Headers);
            Assert.True(vector.Flag("expected_valid") == (answer.Status == 200), $"{vector.Name} was answered {answer.Status}");
        }
    }

    [SkippableTheory]
    [InlineData("carts/update", "cart_updated_payload.json", EventKinds.CartUpdated, "shopify:c1-f880804cdbfc39c683dc9fad79ab940a")]
    [InlineData("carts/update", "cart_updated_payload_with_properties.json", EventKinds.CartUpdated, "shopify:c1-3d906b8fc6190196853b56bd73e0591f")]
    [InlineData("carts/create", "carts_create_docsample.json", EventKinds.CartUpdated, "shopify:eeafa272cebfd4b22385bc4b645e762c")]
    [InlineData("orders/create", "rest_order_2025_07.json", EventKinds.OrderPlaced, "shopify:68778783ad298f1c80c3bafcddeea02f")]
    [InlineData("checkouts/create", "rest_checkout_2025_07.json", EventKinds.CheckoutStarted, null)]
    public async Task Recorded_bodies_are_read(string topic, string file, string kind, string? cart)
    {
        var body = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Shared.Path("vectors", "shopify", "payloads", file)));
        Assert.Equal(DoorAnswer.Taken, await PostAsync(topic, body));
        Assert.Empty(door.Parked.Items);
        var one = door.Events.First(e => e.Kind == kind);
        Assert.Equal(cart, one.Data.CartId);
        Assert.All(one.Data.Lines, l => Assert.NotNull(l.Price));
    }
}

using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders.BigCommerce;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

/// <summary>What the queue function makes of a store's answers, over real HTTP.</summary>
public sealed class BigCommerceFetchTests : IAsyncLifetime
{
    private const string Cart = """{"data":{"id":"c1","customer_id":60,"email":"ann@example.org","updated_time":"2026-05-04T09:00:00+00:00","cart_amount":20,"currency":{"code":"GBP"},"line_items":{"physical_items":[{"product_id":71,"variant_id":712,"name":"Ski socks","quantity":2,"sale_price":10,"url":"https://shop.example/socks/"}],"digital_items":[]}}}""";
    private const string Order = """{"id":250,"status_id":11,"customer_id":60,"cart_id":"c1","date_created":"Mon, 04 May 2026 09:05:00 +0000","total_inc_tax":"20.0000","currency_code":"GBP","billing_address":{"email":"ann@example.org","phone":""}}""";
    private const string OrderLines = """[{"product_id":71,"variant_id":712,"name":"Ski socks","quantity":2,"price_inc_tax":"10.0000"}]""";

    private readonly HttpClient patient = new() { Timeout = Timeout.InfiniteTimeSpan };
    private BigCommerceStore store = null!;

    private readonly MemoryTransport transport = new();
    private readonly MemoryErrands errands = new();
    private readonly MemoryParked parked = new();
    private readonly MemoryCatalogue catalogue = new();

    public async Task InitializeAsync() => store = await BigCommerceStore.OpenAsync();

    public async Task DisposeAsync()
    {
        patient.Dispose();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_cart_is_fetched_and_told_as_it_stands()
    {
        store.Resources["v3/carts/c1"] = Cart;

        await FetchAsync("store/cart/updated", "c1");

        var cart = Assert.Single(transport.Events);
        Assert.Equal((EventKinds.CartUpdated, "bigcommerce:c1", 20m, "GBP"), (cart.Kind, cart.Data.CartId, cart.Data.Value, cart.Data.Currency));
        Assert.Equal(new Identifiers { Email = "ann@example.org", ShopId = "bigcommerce:60", Cart = "bigcommerce:c1" }, cart.Customer);
        Assert.Equal(("71", "712", 2, 10m), (cart.Data.Lines[0].ProductId, cart.Data.Lines[0].VariantId, cart.Data.Lines[0].Quantity, cart.Data.Lines[0].Price));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero), cart.At);
    }

    [Fact]
    public async Task A_cart_that_became_an_order_is_told_by_the_order_and_closes_with_it()
    {
        store.Resources["v2/orders/250"] = Order;
        store.Resources["v2/orders/250/products"] = OrderLines;

        await FetchAsync("store/cart/converted", "250");
        await FetchAsync("store/order/created", "250");

        Assert.Single(transport.Events.Select(e => e.Id).Distinct());
        var order = transport.Events.First();
        Assert.Equal((EventKinds.OrderPlaced, "bigcommerce:250", "bigcommerce:c1", 20m), (order.Kind, order.Data.OrderId, order.Data.CartId, order.Data.Value));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 9, 5, 0, TimeSpan.Zero), order.At);
        Assert.Equal(10m, Assert.Single(order.Data.Lines).Price);
    }

    [Fact]
    public async Task A_cart_that_is_gone_is_nothing()
    {
        await FetchAsync("store/cart/updated", "c1");

        Assert.Empty(transport.Events);
        Assert.Empty(parked.Items);
        Assert.Empty(errands.Jobs);
    }

    [Fact]
    public async Task A_product_brings_its_price_its_stock_and_a_whole_link()
    {
        store.Resources["v3/catalog/products/71?include=variants,primary_image"] = """{"data":{"id":71,"name":"Ski socks","calculated_price":9.5,"price":10,"inventory_tracking":"product","inventory_level":4,"is_visible":true,"custom_url":{"url":"/socks/ski/"},"variants":[{"id":712}],"primary_image":{"url_standard":"https://shop.example/71.jpg"}}}""";

        await FetchAsync("store/product/inventory/updated", "71");

        var product = Assert.Single(catalogue.Products.Values);
        Assert.Equal((9.5m, 4, "https://shop.example/socks/ski/", "https://shop.example/71.jpg"), (product.Price, product.Stock, product.Url, product.Image));
        Assert.Equal(["712"], product.Variants.AsEnumerable());
    }

    [Fact]
    public async Task A_customer_is_told_with_their_names()
    {
        store.Resources["v3/customers?id:in=60"] = """{"data":[{"id":60,"email":"ann@example.org","first_name":"Ann","last_name":"Lee","phone":"","date_modified":"2026-05-04T08:00:00Z"}]}""";

        await FetchAsync("store/customer/created", "60");

        var known = Assert.Single(transport.Events);
        Assert.Equal((EventKinds.CustomerKnown, "ann@example.org", "Ann"), (known.Kind, known.Customer.Email, known.Data.Traits!["firstName"]));
    }

    [Theory]
    [InlineData(429, "Retry-After", "90", 90)]
    [InlineData(429, "X-Rate-Limit-Time-Reset-Ms", "15000", 15)]
    [InlineData(429, null, null, 30)]
    [InlineData(500, null, null, 30)]
    [InlineData(502, null, null, 30)]
    [InlineData(503, "Retry-After", "86400", 3600)]
    public async Task A_busy_store_is_asked_again_when_it_says_and_within_an_hour(int status, string? header, string? value, int seconds)
    {
        store.Trouble = (status, header, value);

        await FetchAsync("store/cart/updated", "c1");

        var again = Assert.Single(errands.Jobs);
        Assert.Equal(("c1", 1, TimeSpan.FromSeconds(seconds)), (again.ResourceId, again.Tries, Assert.Single(errands.Waits)));
        Assert.Empty(parked.Items);
    }

    [Fact]
    public async Task A_store_that_hangs_or_is_not_there_is_asked_again()
    {
        store.Hangs = true;
        using var impatient = new HttpClient { Timeout = TimeSpan.FromMilliseconds(50) };
        await FetchAsync("store/cart/updated", "c1", http: impatient);
        await FetchAsync("store/cart/updated", "c2", server: "http://127.0.0.1:9");

        Assert.Equal(["c1", "c2"], errands.Jobs.Select(j => j.ResourceId));
    }

    [Fact]
    public async Task An_errand_that_never_succeeds_waits_longer_each_time_and_is_parked_ready_for_another_try()
    {
        store.Trouble = (500, null, null);
        var job = Job("store/order/created", "250");
        for (var tries = 0; tries < DetailFetcher.MostTries; tries++)
        {
            await Fetcher().FetchAsync(JsonSerializer.Serialize(job), CancellationToken.None);
            if (errands.Jobs.TryDequeue(out var next)) job = next;
        }

        Assert.Equal(DetailFetcher.MostTries - 1, errands.Waits.Count);
        Assert.Equal(errands.Waits.Order(), errands.Waits);
        Assert.InRange(errands.Waits.Sum(w => w.TotalHours), 5.5, 7);
        var item = Assert.Single(parked.Items);
        Assert.Equal(Names.Queues.Fetch, item.Queue);
        Assert.Contains("500", item.Reason, StringComparison.Ordinal);
        Assert.Equal(0, JsonSerializer.Deserialize<FetchJob>(item.Content)!.Tries);
    }

    [Theory]
    [InlineData("store/order/created", "v2/orders/1", "<html>maintenance</html>", "not JSON")]
    [InlineData("store/order/created", "v2/orders/1", """{"status_id":11}""", "id: a text is expected")]
    [InlineData("store/order/created", "v2/orders/2", "{}", "nothing of that id")]
    [InlineData("store/product/updated", "v3/catalog/products/1?include=variants,primary_image", """{"data":{"name":"x"}}""", "id: a text is expected")]
    [InlineData("store/customer/updated", "v3/customers?id:in=1", """{"data":[]}""", "nothing of that id")]
    [InlineData("store/weather/changed", "", "", "not known what to ask")]
    public async Task What_cannot_be_used_is_parked_with_its_reason(string topic, string path, string body, string reason)
    {
        store.Resources[path] = body;

        await FetchAsync(topic, "1");

        var item = Assert.Single(parked.Items);
        Assert.Contains(reason, item.Reason, StringComparison.Ordinal);
        Assert.Equal("1", JsonSerializer.Deserialize<FetchJob>(item.Content)!.ResourceId);
        Assert.Empty(transport.Events);
    }

    [Fact]
    public async Task A_wrong_token_a_missing_setting_and_a_strange_message_say_so()
    {
        await FetchAsync("store/cart/updated", "c1", token: "stale");
        await FetchAsync("store/cart/updated", "c1", token: "");
        await Fetcher().FetchAsync("hello", CancellationToken.None);

        Assert.Equal(3, parked.Items.Count);
        Assert.Contains("refused the access token", parked.Items.ElementAt(0).Reason, StringComparison.Ordinal);
        Assert.Contains("Senders__BigCommerce__AccessToken is missing", parked.Items.ElementAt(1).Reason, StringComparison.Ordinal);
        Assert.Equal("hello", parked.Items.ElementAt(2).Content);
    }

    [Fact]
    public async Task While_our_own_storage_is_down_the_message_comes_again()
    {
        store.Resources["v3/carts/c1"] = Cart;
        transport.BeforeSend = MemoryTransport.Down;

        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => FetchAsync("store/cart/updated", "c1"));

        Assert.Empty(parked.Items);
    }

    private static FetchJob Job(string topic, string id) => new("bigcommerce", topic, id, DoorHarness.Today);

    private Task FetchAsync(string topic, string id, string token = "token", HttpClient? http = null, string? server = null) =>
        Fetcher(token, http, server).FetchAsync(JsonSerializer.Serialize(Job(topic, id)), CancellationToken.None);

    private DetailFetcher Fetcher(string token = "token", HttpClient? http = null, string? server = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Senders:BigCommerce:ApiBase"] = server ?? store.Address,
            ["Senders:BigCommerce:StoreHash"] = "hash",
            ["Senders:BigCommerce:AccessToken"] = token,
        }).Build();
        var clock = new StandingClock(DoorHarness.Today);
        var details = new BigCommerceDetails(new BigCommerceClient(http ?? patient, settings), new EventSink(transport, DoorHarness.Identity), catalogue, clock) { Shop = "https://shop.example" };
        return new DetailFetcher(details, new IntakeHttp(), errands, parked, clock, NullLogger<DetailFetcher>.Instance);
    }
}

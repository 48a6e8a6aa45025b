using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Functions;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Privacy;

namespace Handraiser.EndToEndTests;

/// <summary>A customer's rights over HTTP: to know, and to be forgotten, asked here or at the store.</summary>
public sealed class PrivacyTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_export_holds_all_and_after_an_erasure_nothing_is_left_and_two_hosts_bring_nothing_back()
    {
        const string Ada = "ada.export@mail.example";
        await using var shop = await OpenAsync();
        var id = await KnownAsync(shop, Ada, "x1");
        await shop.Service<IFollowUps>().AddAsync(new FollowUp { Id = "f-export", CustomerId = id, Why = "clicked", Play = "p", Occasion = "o", Email = Ada }, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.SendGridAsync([Bodies.Mail("spamreport", "x1-spam", Ada, Noon.AddMinutes(-5))], Noon));
        await shop.DrainAsync();

        await shop.TextAsync(HttpMethod.Get, $"customers/{id}/export");
        var export = JsonDocument.Parse(await shop.TextAsync(HttpMethod.Get, $"customers/{id}/export")).RootElement;
        Assert.Equal("f-export", Assert.Single(export.GetProperty("followUps").EnumerateArray()).GetProperty("id").GetString());
        Assert.Contains(export.GetProperty("suppressions").EnumerateArray(), s => s.GetProperty("reason").GetString() == "complained");
        Assert.Contains(export.GetProperty("doneWithThisData").EnumerateArray(), a => a.GetProperty("what").GetString() == "export");
        Assert.Contains(Ada, export.GetProperty("person").GetRawText(), StringComparison.Ordinal);
        foreach (var part in new[] { "memberships", "recent", "armed", "carts" }) Assert.True(export.TryGetProperty(part, out _), $"The export has no {part}.");

        // The second host has the customer in its cache, too, when the first one erases.
        await using var other = await OpenAsync(shop);
        await other.TextAsync(HttpMethod.Get, $"customers/{id}");
        Assert.Equal(HttpStatusCode.NoContent, await shop.SendAsync(HttpMethod.Delete, $"customers/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await shop.SendAsync(HttpMethod.Delete, $"customers/{id}"));
        for (var i = 0; i < 8; i++) Assert.Equal(HttpStatusCode.OK, await (i % 2 == 0 ? shop : other).Webhooks.SendGridAsync([Bodies.Mail("click", $"x1-late{i}", Ada, Noon.AddMinutes(-1))], Noon));
        await shop.DrainAsync();
        await other.DrainAsync();
        Assert.Equal(1, await ((HeldSecondLooks)shop.Service<IPrivacyQueue>()).ReleaseAsync());
        await shop.DrainAsync();

        foreach (var table in new[] { Names.Tables.Customers, Names.Tables.Agenda, Names.Tables.FollowUps }) Assert.Empty(await RowsAsync(table, r => r.RowKey.Contains(id, StringComparison.Ordinal) || r.GetString("Customer") == id));
        Assert.Equal(["erase", "export"], await DoneAsync(id));
        Assert.Equal(HttpStatusCode.NotFound, await other.SendAsync(HttpMethod.Get, $"customers/{id}/export"));
    }

    [Fact]
    public async Task What_a_customer_asks_for_at_the_store_is_carried_out()
    {
        const string Bo = "bo.store@mail.example";
        await using var shop = await OpenAsync();
        var id = await KnownAsync(shop, Bo, "x2");
        var customer = new { email = Bo, id = 42 };

        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.ShopifyAsync("customers/data_request", "dr", new { shop_domain = "s", customer, data_request = new { id = 1 } }, Noon));
        await shop.DrainAsync();
        Assert.Contains(await shop.Service<IFollowUps>().OpenAsync(CancellationToken.None), f => f.Kind == FollowUpKind.DataRequest && f.Why.Contains($"/api/customers/{id}/export", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.ShopifyAsync("customers/redact", "cr", new { shop_domain = "s", customer, orders_to_redact = Array.Empty<int>() }, Noon));
        await Eventually.TrueAsync(async () => (await shop.CustomersAsync()).All(c => c.Person.Email != Bo), "the customer was erased");
        Assert.Equal(["access", "erase"], await DoneAsync(id));
    }

    [Fact]
    public async Task A_shop_that_left_is_emptied_once_a_person_has_confirmed_it()
    {
        await using var shop = await OpenAsync();
        var order = new { id = 5, email = "cy.left@mail.example", customer = new { id = 43 }, created_at = Noon, total_price = "5.00", currency = "GBP" };
        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.ShopifyAsync("orders/create", "o5", order, Noon));
        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.ShopifyAsync("shop/redact", "sr", new { shop_id = 1, shop_domain = "s" }, Noon));
        await shop.DrainAsync();
        Assert.Contains(await shop.CustomersAsync(), c => c.Person.ShopId == "shopify:43");

        var parked = Assert.Single(await shop.ParkedAsync(), p => p.Queue == Names.Queues.Privacy);
        Assert.Equal(HttpStatusCode.Accepted, await shop.SendAsync(HttpMethod.Post, $"parked/{parked.Id}/replay"));
        await Eventually.TrueAsync(async () => (await shop.CustomersAsync()).All(c => c.Person.ShopId != "shopify:43"), "the shop's customers were erased");
    }

    private Task<RunningShop> OpenAsync(RunningShop? sameKeysAs = null) => RunningShop.OpenAsync(
        storage.ConnectionString, Noon, options => options with { Keys = sameKeysAs?.App.Keys ?? options.Keys, Services = HeldSecondLooks.Hold });

    private static async Task<string> KnownAsync(RunningShop shop, string email, string cart)
    {
        await shop.Webhooks.LeaveCartAsync(cart, email, "Ada", Noon.AddMinutes(-20));
        await shop.DrainAsync();
        using var names = new StringContent(JsonSerializer.Serialize(new Identifiers { Email = email }), Encoding.UTF8, "application/json");
        return (await shop.CustomersAsync()).Single(c => c.Person.Email == email).Id is var id && await shop.SendAsync(HttpMethod.Post, "customers/find", names) == HttpStatusCode.OK ? id : "";
    }

    /// <summary>What the audit says, in the order of letters: the clock stands, so all of it was done at one moment.</summary>
    private async Task<IEnumerable<string>> DoneAsync(string id) =>
        (await RowsAsync(Names.Tables.Audit, r => r.GetString("Customer") == id)).Select(r => r.GetString("What")).Order(StringComparer.Ordinal);

    private async Task<List<TableEntity>> RowsAsync(string table, Func<TableEntity, bool> where) =>
        await new TableServiceClient(storage.ConnectionString).GetTableClient(table).QueryAsync<TableEntity>().Where(where).ToListAsync();
}

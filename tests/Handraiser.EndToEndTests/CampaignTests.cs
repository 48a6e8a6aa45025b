using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Handraiser.EndToEndTests;

/// <summary>Campaigns by HTTP and on the command line: ordered, foretold, held, resumed, ended, and what came of them.</summary>
public sealed class CampaignTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";
    private const string Book = """
        store: { name: Ridgeway Bikes, timeZone: Europe/London, address: "1 High Street, Leeds" }
        limits: { email: { minGap: 0m, perWeek: 50 } }
        segments:
          riders: { viewed: { product: p1, atLeast: 1 } }
        """;

    private static readonly DateTimeOffset Eleven = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task It_is_foretold_waits_for_its_hour_is_held_goes_out_once_and_tells_what_came_of_it()
    {
        await using var shop = await OpenAsync();
        foreach (var who in new[] { "ann", "ben", "cid", "dan", "eve" }) await TellAsync(shop, who, "product.viewed", new { product = new { id = "p1", title = "Fell 29" } });
        await TellAsync(shop, "eve", "email.unsubscribed", new { message = "m-0" });
        var order = new { template = "newsletter", to = "riders", id = "spring", at = shop.Now.AddSeconds(2), perMinute = 300, by = "Ann" };

        var foretold = await PostAsync(shop, "campaigns", new { order.template, order.to, order.id, dryRun = true });
        Assert.Equal((4, 1), (foretold.GetProperty("counts").GetProperty("on-its-way").GetInt32(), foretold.GetProperty("counts").GetProperty("suppressed").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, await shop.SendAsync(HttpMethod.Get, "campaigns/spring"));

        var begun = await PostAsync(shop, "campaigns", order);
        Assert.Equal(("running", 0, 300), (begun.GetProperty("status").GetString(), begun.GetProperty("chosen").GetInt32(), begun.GetProperty("perMinute").GetInt32()));
        Assert.Equal("paused", (await PostAsync(shop, "campaigns/spring/pause", new { by = "Ann" })).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Conflict, await shop.SendAsync(HttpMethod.Post, "campaigns/spring/pause", JsonContent.Create(new { by = "Ann" })));
        await shop.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
        Assert.Empty(shop.Mailbox.All);

        Assert.Equal("running", (await PostAsync(shop, "campaigns/spring/resume", new { by = "Ann" })).GetProperty("status").GetString());
        await shop.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
        Assert.Equal(["ann@mail.example", "ben@mail.example", "cid@mail.example", "dan@mail.example"], shop.Mailbox.All.Select(m => m.To).Order());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await shop.SendAsync(HttpMethod.Post, "campaigns", JsonContent.Create(order)));
        var done = await GetAsync(shop, "campaigns/spring");
        Assert.Equal(("done", 5), (done.GetProperty("status").GetString(), done.GetProperty("chosen").GetInt32()));
        Assert.Equal("spring", Assert.Single((await GetAsync(shop, "campaigns")).GetProperty("campaigns").EnumerateArray()).GetProperty("id").GetString());

        await TellAsync(shop, "ann", "email.clicked", new { campaign = "spring", message = "m-ann", url = "https://ridgeway.example/p1", agent = Agent, ip = "81.2.69.142" });
        await TellAsync(shop, "ben", "email.opened", new { campaign = "spring", message = "m-ben", agent = Agent, ip = "81.2.69.143" });
        await TellAsync(shop, "ann", "order.placed", new { orderId = "o-1", value = 129, currency = "GBP" });
        await shop.PassAsync(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(2));
        var people = (await GetAsync(shop, "campaigns/spring/people?top=2")).GetProperty("after").GetString();
        Assert.Equal("2", people);
        var all = (await GetAsync(shop, "campaigns/spring/people")).GetProperty("people").EnumerateArray().ToList();
        Assert.Equal((1, 2, 129m), (all.Count(p => p.GetProperty("clicked").GetBoolean()), all.Count(p => p.GetProperty("opened").GetBoolean()), all.Sum(p => p.GetProperty("worth").GetDecimal())));
        Assert.Contains(all, p => p.GetProperty("outcome").GetString() == "suppressed" && p.GetProperty("reason").GetString() == "unsubscribed");

        // The follow-on is one word; whoever did not click hears nothing.
        await PostAsync(shop, "campaigns", new { template = "back-in-category", toClickersOf = "spring", id = "again", by = "Ann" });
        await shop.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
        Assert.Equal("ann@mail.example", Assert.Single(shop.Mailbox.All, m => m.Template == "back-in-category").To);

        var ended = await PostAsync(shop, "campaigns", new { template = "newsletter", to = "riders", id = "summer", at = shop.Now.AddSeconds(2), by = "Ann" });
        Assert.Equal("running", ended.GetProperty("status").GetString());
        Assert.Equal("cancelled", (await PostAsync(shop, "campaigns/summer/cancel", new { by = "Ann" })).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Conflict, await shop.SendAsync(HttpMethod.Post, "campaigns/summer/resume", JsonContent.Create(new { by = "Ann" })));
        await shop.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
        Assert.Equal(5, shop.Mailbox.All.Count);

        var (code, printed, complaints) = await HostProcess.RunAsync("campaign", "show", "spring", "--url", shop.App.Address.ToString(), "--key", shop.App.Keys.Operator);
        Assert.True(code == 0, complaints);
        Assert.Matches("sent +4\n +opened +2\n +clicked +1\n +ordered within a week +1, for 129.00\nleft out +1\n +suppressed +1\n", printed);
    }

    [SkippableFact]
    public async Task What_cannot_be_is_refused_with_a_sentence()
    {
        await using var shop = await OpenAsync();
        Task<HttpStatusCode> Order(object? order) => shop.SendAsync(HttpMethod.Post, "campaigns", order is null ? new StringContent("no order", Encoding.UTF8, "application/json") : JsonContent.Create(order));

        Assert.Equal(HttpStatusCode.Unauthorized, await shop.SendAsync(HttpMethod.Get, "campaigns", key: "wrong"));
        Assert.Equal(HttpStatusCode.BadRequest, await Order(null));
        Assert.Equal(HttpStatusCode.BadRequest, await Order(new { template = "newsletter", to = "riders" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Order(new { template = "newsletter", to = "nobody", by = "Ann" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Order(new { template = "personal-note", to = "riders", by = "Ann" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Order(new { template = "newsletter", to = "riders", perMinute = 0, by = "Ann" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Order(new { template = "newsletter", toClickersOf = "no-such", by = "Ann" }));
        Assert.Equal(HttpStatusCode.NotFound, await shop.SendAsync(HttpMethod.Get, "campaigns/no-such"));
        Assert.Equal(HttpStatusCode.NotFound, await shop.SendAsync(HttpMethod.Get, "campaigns/no-such/people"));
        Assert.Equal(HttpStatusCode.Conflict, await shop.SendAsync(HttpMethod.Post, "campaigns/no-such/pause", JsonContent.Create(new { by = "Ann" })));
        Assert.Equal(HttpStatusCode.NotFound, await shop.SendAsync(HttpMethod.Post, "campaigns/no-such/burn", JsonContent.Create(new { by = "Ann" })));
    }

    private async Task<RunningShop> OpenAsync()
    {
        var shop = await RunningShop.OpenAsync(storage.ConnectionString, Eleven);
        using var book = new StringContent(Book, Encoding.UTF8, "application/yaml");
        await shop.TextAsync(HttpMethod.Post, "playbook", book);
        await shop.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
        return shop;
    }

    private static async Task TellAsync(RunningShop shop, string who, string kind, object data)
    {
        var told = new { id = $"{kind}:{who}", type = kind, at = shop.Now, customer = new { email = $"{who}@mail.example" }, data };
        Assert.Equal(HttpStatusCode.Accepted, await shop.SendAsync(HttpMethod.Post, "events", JsonContent.Create(told), shop.App.Keys.Events));
        await shop.DrainAsync();
    }

    private static async Task<JsonElement> PostAsync(RunningShop shop, string route, object body) => JsonSerializer.Deserialize<JsonElement>(await shop.TextAsync(HttpMethod.Post, route, JsonContent.Create(body)));

    private static async Task<JsonElement> GetAsync(RunningShop shop, string route) => JsonSerializer.Deserialize<JsonElement>(await shop.TextAsync(HttpMethod.Get, route));
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Handraiser.Functions.Intake.Catalogue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Handraiser.EndToEndTests;

/// <summary>The catalogue over HTTP: what comes in by file and webhook is what clicks are about.</summary>
public sealed class CatalogueTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly string[] s_pages = ["bikes/fell-29?utm_source=mail", "products/brass-bell", "gravel/", "about"];
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_click_counts_as_interest_in_what_the_link_shows_and_what_nobody_knows_is_listed()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon, options => options with
        {
            Settings = new Dictionary<string, string?> { ["Catalogue:Paths:0"] = "/gravel=bikes/gravel" },
        });

        Assert.Equal("""{"accepted":1,"refused":[{"line":3,"why":"stock: a whole number is expected"}]}""", await ImportAsync(shop, "id,category,link,stock\nfell-29,Bikes > Trail,https://ridgeway.example/bikes/fell-29,4\nx,,,lots\n"));
        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.ShopifyAsync("products/update", "pu", new { id = 8801, title = "Bell", product_type = "Bells", handle = "brass-bell", updated_at = Noon }, Noon));
        foreach (var (i, page) in s_pages.Index())
        {
            Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.SendGridAsync([Click($"c{i}", $"https://www.ridgeway.example/{page}", Noon.AddHours(-i))], Noon));
        }
        await shop.DrainAsync();

        var categories = Assert.Single(await shop.CustomersAsync()).Recent.Select(r => r.Category);
        Assert.Equal(["bells", "bikes/gravel", "bikes/trail"], categories.OfType<string>().Order(StringComparer.Ordinal));

        await shop.App.Services.GetServices<IHostedService>().OfType<SightingsFlush>().Single().FlushAsync(CancellationToken.None);
        var unknown = Assert.Single(JsonDocument.Parse(await shop.TextAsync(HttpMethod.Get, "products/unknown")).RootElement.EnumerateArray());
        Assert.Equal(("link", "ridgeway.example/about", 1), (unknown.GetProperty("kind").GetString(), unknown.GetProperty("name").GetString(), unknown.GetProperty("times").GetInt32()));
    }

    [Fact]
    public async Task A_product_is_shown_to_whoever_has_the_key_as_events_would_get_it()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        await ImportAsync(shop, "id;price;currency;link\nA/1;9.5;gbp;https://shop.example/p/a1\n");

        foreach (var query in new[] { "id=A%2F1", "link=https%3A%2F%2Fwww.shop.example%2Fp%2Fa1%3Fgclid%3D1" })
        {
            var product = JsonDocument.Parse(await shop.TextAsync(HttpMethod.Get, $"products/find?{query}")).RootElement.GetProperty("product");
            Assert.Equal(("A/1", 9.5m, "GBP"), (product.GetProperty("id").GetString(), product.GetProperty("price").GetDecimal(), product.GetProperty("currency").GetString()));
        }
        Assert.Equal(HttpStatusCode.NotFound, await shop.SendAsync(HttpMethod.Get, "products/find?variant=none"));
        Assert.Equal(HttpStatusCode.BadRequest, await shop.SendAsync(HttpMethod.Get, "products/find"));
        Assert.Equal(HttpStatusCode.BadRequest, await shop.SendAsync(HttpMethod.Get, "products/unknown?top=many"));
        foreach (var route in new[] { "products/find?id=A%2F1", "products/unknown" }) Assert.Equal(HttpStatusCode.Unauthorized, await shop.SendAsync(HttpMethod.Get, route, key: "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await shop.SendAsync(HttpMethod.Post, "products/import", Csv("id\nB\n"), key: "wrong"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await shop.SendAsync(HttpMethod.Post, "products/import", new StringContent("{}", Encoding.UTF8, "application/json"), shop.App.Keys.Events));
    }

    private static Dictionary<string, object> Click(string id, string url, DateTimeOffset at) =>
        new((Dictionary<string, object>)Bodies.Mail("click", id, "ada.looks@mail.example", at)) { ["url"] = url };

    private static async Task<string> ImportAsync(RunningShop shop, string csv)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.App.Address, "api/products/import")) { Content = Csv(csv) };
        request.Headers.Add("x-functions-key", shop.App.Keys.Events);
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static StringContent Csv(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));
}

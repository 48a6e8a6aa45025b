using System.Net;
using System.Text;
using System.Text.Json;
using Handraiser.Plays;

namespace Handraiser.EndToEndTests;

/// <summary>A checkout that has no list of codes asks whether one is ours, over HTTP and by the command line.</summary>
public sealed class CodeCheckTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>As the default playbook offers it with the second mail about a cart.</summary>
    private static readonly Offer CartOffer = new() { Percent = 10, AtMost = 30, Expires = TimeSpan.FromHours(72) };

    [Fact]
    public async Task A_code_tells_what_it_is_worth_and_until_when_as_a_customer_types_it()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        var code = shop.Service<OfferCodes>().Make("mary", "a-1", CartOffer, Noon);

        using var told = JsonDocument.Parse(await shop.TextAsync(HttpMethod.Get, $"codes/{code.ToLowerInvariant().Replace('-', ' ')}"));

        Assert.Equal((10m, 30m, "GBP", true), (told.RootElement.GetProperty("percent").GetDecimal(), told.RootElement.GetProperty("atMost").GetDecimal(), told.RootElement.GetProperty("currency").GetString(), told.RootElement.GetProperty("good").GetBoolean()));
        Assert.Equal(new DateOnly(2026, 3, 13), DateOnly.FromDateTime(told.RootElement.GetProperty("goodUntil").GetDateTimeOffset().UtcDateTime));
        var (status, printed, _) = await HostProcess.RunAsync("codes", "check", code, "--url", shop.App.Address.ToString(), "--key", shop.App.Keys.Operator);
        Assert.Equal(0, status);
        Assert.Contains("\"good\": true", printed, StringComparison.Ordinal);

        shop.App.Options.Clock.MoveTo(Noon.AddDays(4));
        using var over = JsonDocument.Parse(await shop.TextAsync(HttpMethod.Get, $"codes/{code}"));
        Assert.False(over.RootElement.GetProperty("good").GetBoolean());
    }

    [Fact]
    public async Task A_code_of_another_installation_or_of_other_terms_is_none_of_ours()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        var others = OfferCodes.Under(new byte[32]).Make("mary", "a-1", CartOffer, Noon);
        var generous = shop.Service<OfferCodes>().Make("mary", "a-1", CartOffer with { Percent = 90 }, Noon);

        foreach (var code in new[] { others, generous, "WELCOME10", "x" }) Assert.Equal(HttpStatusCode.NotFound, await shop.SendAsync(HttpMethod.Get, $"codes/{code}"));
        var (status, _, complaints) = await HostProcess.RunAsync("codes", "check", others, "--url", shop.App.Address.ToString(), "--key", shop.App.Keys.Operator);
        Assert.Equal(1, status);
        Assert.Contains("No code of ours", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_operators_may_ask_by_their_key_or_by_their_role()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon, o => o with { Settings = new Dictionary<string, string?> { ["WEBSITE_AUTH_ENABLED"] = "true" } });
        var route = $"codes/{shop.Service<OfferCodes>().Make("mary", "a-1", CartOffer, Noon)}";

        Assert.Equal(HttpStatusCode.OK, await shop.SendAsync(HttpMethod.Get, route));
        Assert.Equal(HttpStatusCode.Unauthorized, await shop.SendAsync(HttpMethod.Get, route, key: shop.App.Keys.Events));
        Assert.Equal(HttpStatusCode.OK, await AsAsync(shop, route, "Handraiser.Operator"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AsAsync(shop, route, "Handraiser.Responder"));
    }

    private static async Task<HttpStatusCode> AsAsync(RunningShop shop, string route, string role)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(shop.App.Address, $"api/{route}"));
        request.Headers.Add("x-ms-client-principal", Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"claims":[{"typ":"roles","val":"{{role}}"}]}""")));
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}

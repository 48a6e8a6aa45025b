using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Handraiser.Functions;
using Handraiser.Functions.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.EndToEndTests;

/// <summary>What docs/security.md promises of the doors, tried on the running app from outside.</summary>
public sealed partial class SecurityTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Doors that are there for anybody: what they take is signed, or names its own proof, or is nothing worth keeping from others.</summary>
    private static readonly string[] Open = ["Health", "SiteScript", "CollectFromSite", "Leave", "Preferences", "Answer", "Confirm", "DeskLogin"];

    [Fact]
    public async Task Every_route_of_staff_and_of_events_refuses_who_brings_no_key_or_a_wrong_one()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        var let = new List<string>();
        foreach (var (name, method, route) in Routes().Where(r => !Open.Contains(r.Name)))
        {
            foreach (var key in new[] { null, "wrong-key-wrong-key-wrong" })
            {
                var answer = await SendAsync(shop, method, route, key);
                // A page asks for the key instead of refusing; whatever else it says, it shows nothing of a customer.
                var asks = answer.Text.Contains("The operators' key", StringComparison.Ordinal) || answer.Text.Contains("The operators&#39; key", StringComparison.Ordinal);
                if (!asks && answer.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.NotFound)) let.Add($"{name} {method} {route}: {(int)answer.Status}");
                Assert.DoesNotContain("@shop", answer.Text, StringComparison.Ordinal);
            }
        }
        // A gateway of CloudEvents asks for leave by OPTIONS, and Mandrill looks by HEAD, before they have a key; that tells nothing and takes nothing.
        Assert.Equal(["ReceiveEvents OPTIONS events: 200", "ReceiveWebhook HEAD webhooks/sendgrid: 200"], let.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Links_that_were_made_up_open_nothing_and_say_nothing_of_anybody()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        foreach (var page in new[] { "leave", "preferences", "answer", "confirm" })
        {
            foreach (var token in new[] { "x", new string('A', 80), new string('A', 4000), "..%2f..%2fcurrent.yaml", "%00", "%27%20or%201%20eq%201" })
            {
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
                {
                    var answer = await SendAsync(shop, method, $"{page}/{token}", key: null);
                    Assert.InRange((int)answer.Status, 400, 499);
                    Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
                }
            }
        }
        Assert.Empty(await shop.CustomersAsync());
    }

    [Fact]
    public async Task Names_that_would_mean_something_to_a_query_a_path_or_a_sheet_are_only_names()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        foreach (var id in new[] { "' or '1' eq '1", "..\\..\\x", "a/b", "%2e%2e%2f", "a#b?c", "\u0001" })
        {
            foreach (var route in new[] { "customers/{0}", "customers/{0}/export", "followups/{0}", "parked/{0}", "segments/{0}/members" })
            {
                var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, route, Uri.EscapeDataString(id));
                var answer = await SendAsync(shop, HttpMethod.Get, path, shop.App.Keys.Operator);
                Assert.InRange((int)answer.Status, 400, 499);
                Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("api/events", "application/json")]
    [InlineData("api/webhooks/sendgrid", "application/json")]
    [InlineData("api/webhooks/shopify", "application/json")]
    [InlineData("api/import", "text/csv")]
    [InlineData("api/products/import", "text/csv")]
    [InlineData("api/collect", "text/plain")]
    public async Task Compressed_bodies_are_refused_before_anything_of_them_is_unpacked(string path, string type)
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon, options => options with { Settings = new Dictionary<string, string?> { ["Site:Origins:0"] = "https://ridgeway.example" } });
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        foreach (var coding in new[] { "gzip", "br", "deflate" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(new byte[1000]) };
            request.Content.Headers.ContentType = new(type);
            request.Content.Headers.ContentEncoding.Add(coding);
            request.Headers.Add("x-functions-key", shop.App.Keys.Events);
            request.Headers.Add("Origin", "https://ridgeway.example");

            using var answer = await http.SendAsync(request);

            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Senders_that_begin_and_do_not_go_on_are_let_go_and_keep_nobody_waiting()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 50; i++)
            {
                var client = new TcpClient();
                slow.Add(client);
                await client.ConnectAsync(shop.App.Address.Host, shop.App.Address.Port);
                await client.GetStream().WriteAsync("POST /api/webhooks/sendgrid HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000000\r\n\r\n["u8.ToArray());
            }

            Assert.Equal(HttpStatusCode.Unauthorized, await shop.Webhooks.PostAsync("sendgrid", "[]"u8.ToArray()));
            foreach (var client in slow) Assert.DoesNotContain(" 200 ", await EndAsync(client), StringComparison.Ordinal);
        }
        finally
        {
            slow.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public async Task Headers_and_addresses_of_unreasonable_length_are_refused()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        using var longHeader = new HttpRequestMessage(HttpMethod.Get, new Uri("api/health", UriKind.Relative)) { Headers = { { "X-Long", new string('x', 40_000) } } };
        using var manyHeaders = new HttpRequestMessage(HttpMethod.Get, new Uri("api/health", UriKind.Relative));
        for (var i = 0; i < 200; i++) manyHeaders.Headers.Add($"X-{i}", "x");

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await http.SendAsync(longHeader)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await http.SendAsync(manyHeaders)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await http.GetAsync(new Uri("api/health?" + new string('x', 20_000), UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("api/health", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Forms_that_are_larger_than_any_of_ours_are_not_taken_in()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = shop.App.Address };
        var key = new KeyValuePair<string, string>("key", shop.App.Keys.Operator);
        var filler = new KeyValuePair<string, string>("filler", new string('x', 300_000));

        using var fits = await http.PostAsync(new Uri("api/desk/login", UriKind.Relative), new FormUrlEncodedContent([key]));
        using var plain = await http.PostAsync(new Uri("api/desk/login", UriKind.Relative), new FormUrlEncodedContent([key, filler]));
        using var parts = await http.PostAsync(new Uri("api/desk/login", UriKind.Relative), new MultipartFormDataContent { { new StringContent(key.Value), "key" }, { new ByteArrayContent(new byte[3_000_000]), "file", "large.bin" } });

        Assert.NotEqual(fits.StatusCode, plain.StatusCode);
        Assert.Equal(plain.StatusCode, parts.StatusCode);
        Assert.False(plain.Headers.Contains("Set-Cookie"));
    }

    /// <summary>What the server still says before it ends the connection.</summary>
    private static async Task<string> EndAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var said = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(said, patience.Token);
        }
        catch (IOException)
        {
            // Broken off: that is an end, too.
        }
        return Encoding.ASCII.GetString(said.ToArray());
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(RunningShop shop, HttpMethod method, string route, string? key)
    {
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        using var request = new HttpRequestMessage(method, new Uri("api/" + route, UriKind.Relative));
        if (key is not null) request.Headers.Add("x-functions-key", key);
        if (method != HttpMethod.Get && method != HttpMethod.Head) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Every HTTP function with each of its methods, its parameters filled in.</summary>
    private static IEnumerable<(string Name, HttpMethod Method, string Route)> Routes() =>
        from type in typeof(Names).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        from verb in trigger.Methods ?? ["get"]
        select (function.Name, new HttpMethod(verb.ToUpperInvariant()), Parameter().Replace(trigger.Route!, "sendgrid"));

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}

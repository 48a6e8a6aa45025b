using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders;
using Handraiser.LocalHost.Storage;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>
/// A body of our own making for every sender, with its quirks, and the events it tells as a file beside it; HANDRAISER_WRITE_GOLDEN writes
/// those anew, for a person to read.
/// </summary>
public sealed class OwnFixtureTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string Folder = Path.Combine(LocalFolder.Root, "tests", "Handraiser.EndToEndTests", "Senders", "Fixtures");

    [Fact]
    public async Task Every_sender_is_heard_as_its_golden_file_says_and_a_changed_byte_is_not()
    {
        using var keys = new SenderKeys(Now);
        var heard = new HeardEvents();
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Now, options => options with { Services = heard.ListenIn, Settings = keys.Settings });
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        List<string> files = [.. Directory.GetFiles(Folder).Where(f => !f.EndsWith(".golden", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(shop.Service<IEnumerable<Sender>>().Select(s => s.Name).Order(StringComparer.Ordinal), files.Select(Path.GetFileNameWithoutExtension));
        foreach (var file in files)
        {
            var sender = Path.GetFileNameWithoutExtension(file);
            var post = keys.Sign(sender, await File.ReadAllBytesAsync(file), sender == "shopify" ? "orders/create" : "order.updated");
            // Of these the proof does not cover the body.
            if (sender is not ("mailgun" or "postmark" or "brevo" or "segment"))
            {
                var changed = post with { Body = Changed(post.Body) };
                Assert.True(await changed.SendAsync(http) == HttpStatusCode.Unauthorized, $"A changed body of {sender} was believed.");
                Assert.Empty(heard.Take());
            }
            Assert.True(await post.SendAsync(http) == HttpStatusCode.OK, $"{sender} was not heard.");
            if (sender == "bigcommerce")
            {
                await shop.DrainAsync();
                Assert.Contains(heard.Called, a => a.AbsolutePath.EndsWith("/v3/carts/bc-cart-1", StringComparison.Ordinal));
            }
            Golden(file + ".golden", JsonSerializer.Serialize(heard.Take().Select(e => JsonSerializer.SerializeToElement(e, EventJson.One)), Readable));
        }
        await shop.DrainAsync();
        Assert.Empty(await shop.ParkedAsync());
        Assert.Contains(await shop.CustomersAsync(), c => c.Person.Email == "ada@shop.example" && c.Person.FirstName == "Ada");
    }

    [Fact]
    public async Task Greetings_and_the_handshake_are_answered_as_their_senders_expect()
    {
        using var keys = new SenderKeys(Now);
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Now, options => options with { Settings = keys.Settings });
        using var http = new HttpClient { BaseAddress = shop.App.Address };

        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "api/webhooks/mandrill"));
        var ping = await new SenderPost("webhooks/woocommerce", "webhook_id=7"u8.ToArray(), SenderPost.Form).SendAsync(http);
        using var ask = new HttpRequestMessage(HttpMethod.Options, "api/events");
        ask.Headers.Add("WebHook-Request-Origin", "events.example");
        ask.Headers.Add("WebHook-Request-Rate", "120");
        using var granted = await http.SendAsync(ask);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (head.StatusCode, ping));
        Assert.Equal("events.example", granted.Headers.GetValues("WebHook-Allowed-Origin").Single());
        Assert.Equal("*", granted.Headers.GetValues("WebHook-Allowed-Rate").Single());
        Assert.Contains("POST", granted.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","id":"1","source":"/t","type":"store.visited","subject":"ada@shop.example"}""", 202)]
    [InlineData("application/cloudevents-batch+json", """[{"specversion":"1.0","id":"2","source":"/t","type":"store.visited","subject":"ada@shop.example"}]""", 202)]
    [InlineData("application/cloudevents-batch+json", "[]", 202)]
    [InlineData("application/cloudevents+avro", "x", 415)]
    public async Task CloudEvents_come_structured_and_batched(string type, string body, int status)
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Now);
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        var post = new SenderPost("events", Encoding.UTF8.GetBytes(body), type, ("Authorization", $"Bearer {shop.App.Keys.Events}"));
        Assert.Equal(status, (int)await post.SendAsync(http));
        Assert.Equal(401, (int)await (post with { Headers = [] }).SendAsync(http));
    }

    private static byte[] Changed(byte[] body)
    {
        var at = Encoding.UTF8.GetString(body).IndexOf("shop.example", StringComparison.Ordinal);
        byte[] changed = [.. body];
        if (at < 0) changed[^1]++;
        else changed[at] ^= 1;
        return changed;
    }

    private static void Golden(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("HANDRAISER_WRITE_GOLDEN") is not null) File.WriteAllText(file, actual + "\n");
        // Traits have no order of their own: it differs from one process to the next.
        var expected = File.ReadAllText(file);
        if (!JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual))) Assert.Equal(expected.ReplaceLineEndings("\n"), actual + "\n");
    }
}

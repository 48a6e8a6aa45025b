using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Handraiser.FollowUps;
using Handraiser.Functions;
using Handraiser.Functions.Delivery;
using Handraiser.LocalHost.Storage;
using Handraiser.Tests;
using Microsoft.Extensions.Logging;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>The bodies that senders document, signed with keys of our own, through a real port; reported as absent where their folder is.</summary>
public sealed class DocumentedBodyTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Every_documented_body_tells_what_it_means_and_no_address_is_logged()
    {
        var bodies = Bodies().ToList();
        using var keys = new SenderKeys(Now);
        using var log = new CapturedLog();
        var heard = new HeardEvents();
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Now, options => options with
        {
            Services = heard.ListenIn,
            Settings = keys.Settings,
            LogLevel = LogLevel.Debug,
            Logging = logging => logging.AddProvider(log),
        });
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        var told = new List<string>();
        var addresses = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (sender, name, body, topic) in bodies)
        {
            var status = (int)await keys.Sign(sender, body, topic).SendAsync(http);
            var events = heard.Take();
            addresses.UnionWith(events.Select(e => e.Customer.Email).OfType<string>());
            told.Add($"{sender}/{name} {status} {string.Join(' ', events.Select(e => e.Kind))}".TrimEnd());
            // Seen before the next body, in which the same customer asks to be forgotten: that takes the request along.
            if (topic == "customers/data_request") await AssertRequestedAsync(shop);
        }
        await shop.DrainAsync();
        var expected = File.ReadAllLines(Path.Combine(LocalFolder.Root, "tests", "Handraiser.EndToEndTests", "Senders", "documented-bodies.txt")).ToDictionary(l => l.Split(' ')[0]);
        // A body that is not in the list only has to be taken, or to be refused as malformed.
        Assert.All(told, t => Assert.True(expected.TryGetValue(t.Split(' ')[0], out var line) ? line == t : t.Split(' ')[1] is "200" or "400", t));
        Assert.Equal("customers/data_request customers/redact shop/redact", string.Join(' ', bodies.Where(b => b.Topic.EndsWith("redact", StringComparison.Ordinal) || b.Topic.EndsWith("request", StringComparison.Ordinal)).Select(b => b.Topic)));
        Assert.Contains(await shop.ParkedAsync(), p => p.Queue == Names.Queues.Privacy);
        Assert.All(addresses, address => Assert.DoesNotContain(log.Lines, line => line.Contains(address, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task AssertRequestedAsync(RunningShop shop)
    {
        await shop.DrainAsync();
        Assert.Contains(await shop.Service<IFollowUps>().OpenAsync(CancellationToken.None), f => f.Kind == FollowUpKind.DataRequest);
    }

    private static IEnumerable<(string Sender, string Name, byte[] Body, string Topic)> Bodies()
    {
        foreach (var (folder, sender) in new[] { ("sendgrid", "sendgrid"), ("shopify", "shopify"), ("postmark", "postmark"), ("brevo", "brevo"), ("mandrill", "mandrill"), ("ses-sns", "ses"), ("bigcommerce", "bigcommerce"), ("woocommerce", "woocommerce"), ("stripe", "stripe"), ("segment", "segment"), ("twilio", "twilio") })
        {
            foreach (var file in Directory.GetFiles(Shared.Path("vectors", folder, "payloads")).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(file).Split('.')[0];
                yield return (sender, name, Wrapped(sender, Path.GetFileName(file), File.ReadAllBytes(file)), Topic(sender, name));
            }
        }
    }

    /// <summary>Some are documented without what stands around them on the wire.</summary>
    private static byte[] Wrapped(string sender, string file, byte[] body) => sender switch
    {
        "mandrill" when JsonNode.Parse(body) is JsonObject whole && whole["mandrill_events"] is { } events => Encoding.UTF8.GetBytes(events.ToJsonString()),
        "segment" when file.EndsWith(".properties.json", StringComparison.Ordinal) => JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "track", @event = file[6..^16].Replace('_', ' '), userId = "u1", timestamp = Now, properties = JsonDocument.Parse(body).RootElement,
        }),
        _ => body,
    };

    private static string Topic(string sender, string name) => (sender, name) switch
    {
        ("shopify", _) when name.StartsWith("rest_order", StringComparison.Ordinal) => "orders/create",
        ("shopify", _) when name.StartsWith("rest_checkout", StringComparison.Ordinal) => "checkouts/update",
        ("shopify", _) when name.StartsWith("rest_fulfillment", StringComparison.Ordinal) => "fulfillments/create",
        ("shopify", _) when name.StartsWith("cart", StringComparison.Ordinal) => "carts/update",
        ("shopify", "customers_data_request_docsample") => "customers/data_request",
        ("shopify", "customers_redact_docsample") => "customers/redact",
        ("shopify", "shop_redact_docsample") => "shop/redact",
        ("woocommerce", _) => name.StartsWith("customer", StringComparison.Ordinal) ? "customer.updated" : "order.updated",
        _ => "",
    };
}

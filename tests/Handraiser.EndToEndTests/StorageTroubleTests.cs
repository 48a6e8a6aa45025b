using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Azure.Storage.Blobs;
using Handraiser.Functions;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Handraiser.EndToEndTests;

/// <summary>Storage is restarted, full or slow while the shop is at work: nothing is lost, nothing is doubled, and afterwards all is well.</summary>
public sealed class StorageTroubleTests
{
    private const int EventsPerBody = 100;
    private const string Large = "large-one";

    /// <summary>A Tuesday in London's winter.</summary>
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Storage_that_is_restarted_while_events_are_folded_and_while_mails_leave_loses_and_doubles_nothing()
    {
        await using var storage = await StorageProxy.StartAsync();
        await using var shop = await OpenAsync(storage);
        var happened = new Happened("restart", customers: 150, bodies: 8, carts: 20);
        foreach (var cart in happened.Carts) await shop.Webhooks.LeaveCartAsync(cart, Happened.EmailOf(cart), "Ada", Noon.AddMinutes(-10));

        var posts = Task.WhenAll(happened.Bodies.Select(body => PostUntilTakenAsync(shop, happened, body)));
        await Eventually.TrueAsync(async () => (await shop.CustomersAsync()).Count > happened.Carts.Count, "some mails' events are folded");
        await storage.RestartAsync();
        await posts;
        await shop.DrainAsync();

        shop.App.Options.Clock.MoveTo(Noon.AddHours(4.5));
        var ticked = shop.App.Runtime.TickAsync(shop.Now);
        await Eventually.TrueAsync(() => Task.FromResult(shop.Mailbox.All.Count > 0), "a mail has gone out");
        await storage.RestartAsync();
        await ticked;
        await EndsWellAsync(shop, happened);
        Assert.NotEmpty(shop.Mailbox.All);
    }

    [Fact]
    public async Task Storage_that_takes_long_and_is_often_too_busy_loses_and_doubles_nothing()
    {
        var (asked, refused) = (0, 0);
        await using var storage = await StorageProxy.StartAsync();
        await using var shop = await OpenAsync(storage);
        var happened = new Happened("slow", customers: 24, bodies: 4, carts: 4);
        storage.Befalls = (_, _) => Interlocked.Increment(ref asked) switch
        {
            // By turns, so that every run has the same share of them.
            var n when n % 17 == 0 => Refused(takesEffect: false),
            var n when n % 41 == 0 => Refused(takesEffect: true),
            var n when n % 5 == 0 => new Trouble(TimeSpan.FromMilliseconds(200 + (n * 7919 % 1300))),
            _ => new Trouble(TimeSpan.FromMilliseconds(50)),
        };

        foreach (var cart in happened.Carts) await shop.Webhooks.LeaveCartAsync(cart, Happened.EmailOf(cart), "Ada", Noon.AddMinutes(-10));
        await Task.WhenAll(happened.Bodies.Select(body => PostUntilTakenAsync(shop, happened, body)));
        await shop.DrainAsync();
        shop.App.Options.Clock.MoveTo(Noon.AddHours(4.5));
        await shop.App.Runtime.TickAsync(shop.Now);
        await Eventually.TrueAsync(() => Task.FromResult(shop.Mailbox.All.Count > 0), "a mail has gone out");
        await shop.DrainAsync();
        storage.Befalls = (_, _) => null;

        await EndsWellAsync(shop, happened);
        Assert.NotEmpty(shop.Mailbox.All);
        Assert.True(refused > 5, $"Of {asked} calls only {refused} were refused.");

        Trouble Refused(bool takesEffect)
        {
            Interlocked.Increment(ref refused);
            return new Trouble(TimeSpan.FromMilliseconds(200), StatusCodes.Status503ServiceUnavailable, takesEffect);
        }
    }

    [Fact]
    public async Task A_full_disk_for_blobs_costs_the_archive_and_no_event()
    {
        var isFull = true;
        var log = new CapturedLog();
        await using var storage = await StorageProxy.StartAsync();
        await using var shop = await OpenAsync(storage, log);
        var happened = new Happened("full", customers: 50, bodies: 3, carts: 0);
        // What the emulator answers when it cannot write; the service itself has no full disk.
        storage.Befalls = (service, request) => isFull && service == "Blob" && HttpMethods.IsPut(request.Method) ? new Trouble(Answer: StatusCodes.Status500InternalServerError) : null;

        foreach (var body in happened.Bodies) Assert.Equal(HttpStatusCode.OK, await PostAsync(shop, happened, body));
        // What does not fit into a message lies in a blob: not kept, it is not acknowledged, and its sender tries again.
        Assert.InRange((int)await LargeAsync(shop), 500, 599);
        await Eventually.TrueAsync(() => Task.FromResult(log.Lines.Any(l => l.Contains("could not be archived", StringComparison.Ordinal))), "the log says that the archive is not written");
        await shop.DrainAsync();
        Assert.DoesNotContain(await shop.CustomersAsync(), c => c.Seen.Contains(Large));

        isFull = false;
        Assert.InRange((int)await LargeAsync(shop), 200, 299);
        await EndsWellAsync(shop, happened, alsoFolded: Large);
        var archive = new BlobServiceClient(storage.ConnectionString).GetBlobContainerClient(Names.Containers.Archive);
        await Eventually.TrueAsync(async () => await archive.GetBlobsAsync().AnyAsync(), "what came after is archived");
    }

    private static Task<RunningShop> OpenAsync(StorageProxy storage, CapturedLog? log = null) => RunningShop.OpenAsync(storage.ConnectionString, Noon, options => options with
    {
        Lease = TimeSpan.FromSeconds(15),
        // What fails here is meant to; only who listens hears of it.
        LogLevel = log is null ? LogLevel.Critical : LogLevel.Warning,
        Logging = logging =>
        {
            if (log is not null) logging.AddProvider(log);
        },
        Settings = new Dictionary<string, string?> { ["Archive:GatherSeconds"] = "0.2" },
        // A message that failed comes again after a second, not after half a minute as on Azure.
        Host = new HostJson { Queues = new QueueSettings { Base64 = false, VisibilityTimeout = TimeSpan.FromSeconds(1), MaxPollingInterval = TimeSpan.FromMilliseconds(500), MaxDequeueCount = 20 } },
    });

    /// <summary>Lets an hour pass, and holds what is there against what happened.</summary>
    private static async Task EndsWellAsync(RunningShop shop, Happened happened, params string[] alsoFolded)
    {
        await shop.DrainAsync();
        await shop.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(20));

        var customers = await shop.CustomersAsync();
        var ids = happened.EventIds.Concat(alsoFolded).ToList();
        var wrong = ids.Where(id => customers.Count(c => c.Seen.Contains(id)) != 1).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} events were not folded exactly once, such as {wrong.FirstOrDefault()}");
        // Beside what was posted, the mailbox tells of each mail that it was taken over and that it arrived.
        Assert.Equal(ids.Count + (2 * shop.Mailbox.All.Count), customers.Sum(c => c.EventCount));
        Assert.Equal(0, shop.Mailbox.Duplicates);
        Assert.Empty(await shop.ParkedAsync());
        Assert.Contains("\"queues\":\"ok\"", await shop.TextAsync(HttpMethod.Get, "health?deep=true"), StringComparison.Ordinal);
    }

    /// <summary>As a sender does: until the answer is yes.</summary>
    private static Task PostUntilTakenAsync(RunningShop shop, Happened happened, int body) =>
        Eventually.TrueAsync(async () => await PostAsync(shop, happened, body) == HttpStatusCode.OK, $"body {body} is taken");

    private static Task<HttpStatusCode> PostAsync(RunningShop shop, Happened happened, int body) => shop.Webhooks.SendGridAsync(happened.EventsOf(body), Noon);

    private static Task<HttpStatusCode> LargeAsync(RunningShop shop)
    {
        var noise = new byte[40_000];
        new Random(54).NextBytes(noise);
        return shop.SendAsync(HttpMethod.Post, "events", JsonContent.Create(new
        {
            id = Large, type = "store.visited", at = Noon, customer = new { email = "large@mail.example" }, data = new { extra = new { note = Convert.ToBase64String(noise) } },
        }), shop.App.Keys.Events);
    }

    /// <summary>What the senders of one story tell.</summary>
    private sealed class Happened(string name, int customers, int bodies, int carts)
    {
        public IReadOnlyList<int> Bodies { get; } = [.. Enumerable.Range(0, bodies)];
        public IReadOnlyList<string> Carts { get; } = [.. Enumerable.Range(0, carts).Select(cart => $"{name}{cart}")];

        public IEnumerable<string> EventIds =>
        [
            .. from body in Bodies from number in Enumerable.Range(0, EventsPerBody) select $"sendgrid:{Kind(body)}:{Id(body, number)}",
            .. Carts.Select(cart => $"shopify:carts/update:{cart}"),
            .. Carts.Select(cart => $"shopify:checkouts/create:{cart}"),
        ];

        public static string EmailOf(string cart) => $"{cart}@mail.example";

        public IEnumerable<object> EventsOf(int body) => Enumerable.Range(0, EventsPerBody).Select(number =>
        {
            var index = (body * EventsPerBody) + number;
            return Mail(body, number, index % customers, Noon.AddMinutes(-60 + (index / customers)));
        });

        private object Mail(int body, int number, int customer, DateTimeOffset at) =>
            EndToEndTests.Bodies.Mail(Kind(body), Id(body, number), string.Create(CultureInfo.InvariantCulture, $"{name}{customer}@mail.example"), at);

        private string Id(int body, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}-{body}-{number}");

        private static string Kind(int body) => (body % 5) switch { 0 or 1 => "processed", 2 or 3 => "delivered", _ => "open" };
    }
}

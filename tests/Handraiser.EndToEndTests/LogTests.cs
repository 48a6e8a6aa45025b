using System.Net;
using Azure.Storage.Queues;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.LocalHost.Demo;
using Handraiser.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace Handraiser.EndToEndTests;

public sealed class LogTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    /// <summary>Every address of the run is at this domain, so that one written with %40 or a hash sign is found as well.</summary>
    private const string Domain = "mail.example";

    [Fact]
    public async Task No_log_line_of_a_whole_day_with_its_failures_holds_an_address()
    {
        using var log = new CapturedLog();
        var day = DemoDay.Make(150, new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero));
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, day.Posts[0].At, options => options with
        {
            LogLevel = LogLevel.Debug,
            Logging = logging => logging.AddProvider(log),
            Host = new HostJson { Queues = new QueueSettings { MaxDequeueCount = 2, VisibilityTimeout = TimeSpan.Zero, Base64 = false } },
        });
        using var player = new DemoPlayer(shop.App);

        await player.PlayAsync(day, TimeSpan.FromHours(1), day.Begins.AddHours(26), _ => { }, CancellationToken.None);
        await FailAsync(shop);

        Assert.NotEmpty(shop.Mailbox.All);
        Assert.NotEmpty(await shop.ParkedAsync());
        Assert.Contains(log.Lines, line => line.Contains("ReactToEvents", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(Domain, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What goes wrong is logged more than what goes well: a forgery, a malformed body, an event of nobody, a message that is none.</summary>
    private static async Task FailAsync(RunningShop shop)
    {
        var address = $"someone@{Domain}";
        Assert.Equal(HttpStatusCode.Unauthorized, await shop.Webhooks.PostAsync("sendgrid", System.Text.Encoding.UTF8.GetBytes($$"""[{"email":"{{address}}"}]""")));
        Assert.Equal(HttpStatusCode.BadRequest, await shop.Webhooks.SendGridAsync([new { email = address, @event = $"of-{address}", timestamp = $"at {address}" }], shop.Now));
        var nameless = new CustomerEvent { Id = "log-test", Kind = EventKinds.PageViewed, At = shop.Now, Customer = new Identifiers(), Data = new EventData { Text = address } };
        var queue = shop.Service<QueueServiceClient>().GetQueueClient(Names.Queues.Events);
        await queue.SendMessageAsync(EventPack.Write([nameless]));
        await queue.SendMessageAsync($"no pack, but {address}");
        await shop.Service<QueueServiceClient>().GetQueueClient(Names.Queues.Deliveries).SendMessageAsync($"no delivery, but {address}");
        await shop.DrainAsync();
    }
}

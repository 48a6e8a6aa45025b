using System.Net;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Handraiser.Functions;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost;

namespace Handraiser.EndToEndTests;

/// <summary>The host dies twice without warning, in the middle of folding and in the middle of mailing; storage lives on.</summary>
public sealed class KillTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private const int Customers = 300;
    private const int Carts = 60;
    private const int MailBodies = 15;
    private const int EventsPerBody = 100;

    /// <summary>A Tuesday in London's winter.</summary>
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Killed_while_folding_and_while_mailing_nothing_is_lost_and_nothing_is_sent_twice()
    {
        using var folder = new TempFolder();
        var keys = LocalKeys.LoadOrCreate(folder.Path);
        var mails = Path.Combine(folder.Path, "mailbox", "mails.jsonl");

        var unacknowledged = await KillWhileFoldingAsync(folder.Path, keys);
        await KillWhileMailingAsync(folder.Path, keys, mails, unacknowledged);

        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon.AddHours(4.5), options => options with
        {
            Keys = keys,
            Folder = Path.Combine(folder.Path, "mailbox"),
            Lease = TimeSpan.FromSeconds(5),
        });
        await shop.DrainAsync();
        await shop.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));

        var customers = await shop.CustomersAsync();
        var wrong = EventIds().Where(id => customers.Count(c => c.Seen.Contains(id)) != 1).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} events were not folded exactly once, such as {wrong.FirstOrDefault()}");
        // Beside what was posted, the mailbox tells of each mail that it was taken over and that it arrived.
        Assert.Equal(EventIds().Count() + (2 * shop.Mailbox.All.Count), customers.Sum(c => c.EventCount));
        Assert.Contains(shop.Mailbox.All, mail => mail.Template == "cart-left");
        Assert.Equal(0, shop.Mailbox.Duplicates);
        Assert.Empty(await shop.ParkedAsync());
    }

    /// <summary>Posts, and kills when some but not all of it is folded.</summary>
    /// <returns>The bodies whose post was not acknowledged: their sender will post them again.</returns>
    private async Task<List<int>> KillWhileFoldingAsync(string folder, LocalKeys keys)
    {
        using var host = await HostProcess.ServeAsync(storage.ConnectionString, folder, Noon);
        using var webhooks = new Webhooks(host.Address, keys);
        for (var cart = 0; cart < Carts; cart++) await webhooks.LeaveCartAsync($"kill{cart}", Email(cart), "Ada", Noon.AddMinutes(-10));

        var posts = Enumerable.Range(0, MailBodies).Select(body => AcknowledgedAsync(webhooks, body, Noon)).ToList();
        await Eventually.TrueAsync(async () => posts.Any(p => p.IsCompletedSuccessfully && p.Result) && await IsInTheMiddleAsync(), "some events are folded and others wait");
        await host.KillAsync();
        Assert.InRange(await FoldedAsync(), 1, EventIds().Count() - 1);

        var acknowledged = await Task.WhenAll(posts);
        return [.. Enumerable.Range(0, MailBodies).Where(body => !acknowledged[body])];
    }

    /// <summary>Starts four hours later, when the carts' mails are due, and kills when the first has gone out.</summary>
    private async Task KillWhileMailingAsync(string folder, LocalKeys keys, string mails, List<int> unacknowledged)
    {
        // Timers run by themselves here: the clock begins shortly before the full minute at which the agenda is swept.
        var later = Noon.AddHours(4).AddSeconds(40);
        using var host = await HostProcess.ServeAsync(storage.ConnectionString, folder, later);
        using var webhooks = new Webhooks(host.Address, keys);
        foreach (var body in unacknowledged) Assert.True(await AcknowledgedAsync(webhooks, body, later));
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(mails) && new FileInfo(mails).Length > 0), "a mail has gone out");
        await host.KillAsync();
    }

    private async Task<bool> IsInTheMiddleAsync()
    {
        var queue = new QueueClient(storage.ConnectionString, Names.Queues.Events);
        var customers = new TableClient(storage.ConnectionString, Names.Tables.Customers);
        return (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount > 0
            && await customers.QueryAsync<TableEntity>(maxPerPage: 1).AnyAsync();
    }

    /// <summary>How many events are folded, read past the host.</summary>
    private async Task<int> FoldedAsync() =>
        await new CustomersTable(new TableServiceClient(storage.ConnectionString), new CustomerCache(), new CountsBook(TimeProvider.System)).ScanAsync(CancellationToken.None).Select(c => c.EventCount).SumAsync();

    private static async Task<bool> AcknowledgedAsync(Webhooks webhooks, int body, DateTimeOffset at)
    {
        try
        {
            return await webhooks.SendGridAsync(Enumerable.Range(0, EventsPerBody).Select(i => Mail(body, i)), at) == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static object Mail(int body, int number)
    {
        var index = (body * EventsPerBody) + number;
        return Bodies.Mail(Kind(body), Id(body, number), Email(index % Customers), Noon.AddMinutes(-60 + (index / Customers)));
    }

    private static IEnumerable<string> EventIds() =>
    [
        .. from body in Enumerable.Range(0, MailBodies) from number in Enumerable.Range(0, EventsPerBody) select $"sendgrid:{Kind(body)}:{Id(body, number)}",
        .. Enumerable.Range(0, Carts).Select(cart => $"shopify:carts/update:kill{cart}"),
        .. Enumerable.Range(0, Carts).Select(cart => $"shopify:checkouts/create:kill{cart}"),
    ];

    private static string Id(int body, int number) => $"kill-{body}-{number}";

    private static string Kind(int body) => (body % 5) switch { 0 or 1 => "processed", 2 or 3 => "delivered", _ => "open" };

    private static string Email(int customer) => $"kill{customer}@mail.example";
}

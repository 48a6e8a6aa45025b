using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.Functions;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost;
using Handraiser.Profiles;

namespace Handraiser.EndToEndTests;

/// <summary>Runbooks of <c>docs/operate.md</c> as an operator follows them.</summary>
public sealed class OperateTests : IAsyncLifetime
{
    private const string Ada = "ada@mail.example";
    private const string Bea = "bea@mail.example";
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly AzuriteFixture storage = new();
    private readonly LocalKeys keys = LocalKeys.Create() with { Installation = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]) };

    public Task InitializeAsync() => storage.InitializeAsync();

    public Task DisposeAsync() => storage.DisposeAsync();

    /// <summary>"Move storage", to another account: everything goes on there where it was.</summary>
    [Fact]
    public async Task Storage_that_was_copied_to_another_account_goes_on_where_it_was()
    {
        var other = new AzuriteFixture();
        await other.InitializeAsync();
        try
        {
            await using (var shop = await OpenAsync(storage, Noon)) await LiveThroughAMorningAsync(shop);
            var counts = await CountsAsync(storage);
            foreach (var queue in Names.Queues.All) Assert.Equal(0, (await new QueueClient(storage.ConnectionString, queue).GetPropertiesAsync()).Value.ApproximateMessagesCount);

            foreach (var table in Names.Tables.All) await CopyTableAsync(table, other);
            foreach (var container in Names.Containers.All) await CopyContainerAsync(container, other);

            await using var moved = await OpenAsync(other, Noon.AddHours(1));
            Assert.Equal(counts, await CountsAsync(other));
            // A sender whose posts were not acknowledged meanwhile sends them again.
            await TellAsync(moved);
            Assert.Equal(counts, await CountsAsync(other));
            await moved.PassAsync(TimeSpan.FromHours(8), TimeSpan.FromMinutes(30));

            var mail = Assert.Single(moved.Mailbox.All, m => m.Template == "cart-left");
            Assert.Equal(Ada, mail.To);
            Assert.DoesNotContain(moved.Mailbox.All, m => m.To == Bea);
            Assert.Contains(await moved.ParkedAsync(), p => p.Content == "no pack of events");
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    /// <summary>"Restore", a table that was deleted and of which there is no copy.</summary>
    [Fact]
    public async Task A_lost_table_comes_back_from_an_import_and_the_archive_and_nobody_is_mailed_because_of_it()
    {
        Dictionary<string, int> counts;
        await using (var shop = await OpenAsync(storage, Noon))
        {
            await LiveThroughAMorningAsync(shop);
            counts = await CountsAsync(storage);
        }
        var tables = new TableServiceClient(storage.ConnectionString);
        foreach (var lost in new[] { Names.Tables.Customers, Names.Tables.Agenda, Names.Tables.Suppressions }) await DropAsync(lost);

        await using var again = await OpenAsync(storage, Noon.AddHours(1));
        Assert.Empty(await again.CustomersAsync());
        using (var http = new HttpClient { BaseAddress = again.App.Address })
        {
            http.DefaultRequestHeaders.Add("x-functions-key", again.App.Keys.Events);
            var orders = new StringContent("type,at,email,orderId,value,currency\norder.placed,2026-02-20T12:00:00Z,ada@mail.example,1001,89.00,GBP\n", Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));
            Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsync(new Uri("api/import", UriKind.Relative), orders)).StatusCode);
        }
        await again.TextAsync(HttpMethod.Post, "replay", JsonContent.Create(new { from = Noon.AddHours(-1), to = Noon.AddHours(1) }));
        await again.DrainAsync();

        var customers = await again.CustomersAsync();
        Assert.Equal(counts[Bea], customers.Single(c => c.Person.Email == Bea).EventCount);
        Assert.Equal(counts[Ada] + 1, customers.Single(c => c.Person.Email == Ada).EventCount);
        await again.PassAsync(TimeSpan.FromHours(30), TimeSpan.FromHours(10));
        Assert.Empty(again.Mailbox.All);
        Assert.Contains(customers.Single(c => c.Person.Email == Bea).Permissions.Suppressions, s => s is { Channel: Channels.Email, Reason: SuppressionReasons.Unsubscribed });

        async Task DropAsync(string table)
        {
            var client = tables.GetTableClient(table);
            foreach (var row in await client.QueryAsync<TableEntity>().ToListAsync()) await client.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }
    }

    /// <summary>Ada leaves a cart, Bea leaves for good, and one message cannot be read.</summary>
    private static async Task LiveThroughAMorningAsync(RunningShop shop)
    {
        await TellAsync(shop);
        await shop.Service<QueueServiceClient>().GetQueueClient(Names.Queues.Events).SendMessageAsync("no pack of events");
        await shop.DrainAsync();
        await Eventually.TrueAsync(async () => await shop.Service<BlobServiceClient>().GetBlobContainerClient(Names.Containers.Archive).GetBlobsAsync().AnyAsync(), "the bodies were archived");
    }

    private static async Task TellAsync(RunningShop shop)
    {
        await shop.Webhooks.LeaveCartAsync("t1", Ada, "Ada", Noon.AddMinutes(-20));
        await shop.Webhooks.LeaveCartAsync("t2", Bea, "Bea", Noon.AddMinutes(-20));
        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.SendGridAsync([Bodies.Mail("delivered", "e1", Bea, Noon.AddHours(-3)), Bodies.Mail("unsubscribe", "e2", Bea, Noon.AddMinutes(-10))], shop.Now));
        await shop.DrainAsync();
    }

    private Task<RunningShop> OpenAsync(AzuriteFixture at, DateTimeOffset now) => RunningShop.OpenAsync(at.ConnectionString, now, options => options with
    {
        Keys = keys,
        Settings = new Dictionary<string, string?> { ["Archive:GatherSeconds"] = "0" },
        Host = new LocalHost.Hosting.HostJson { Queues = new LocalHost.Hosting.QueueSettings { MaxDequeueCount = 2, Base64 = false } },
    });

    /// <summary>How many events of each customer are folded.</summary>
    private static async Task<Dictionary<string, int>> CountsAsync(AzuriteFixture at) =>
        await new CustomersTable(new TableServiceClient(at.ConnectionString), new CustomerCache(), new CountsBook(TimeProvider.System)).ScanAsync(CancellationToken.None)
            .ToDictionaryAsync(c => c.Person.Email!, c => c.EventCount);

    private async Task CopyTableAsync(string table, AzuriteFixture to)
    {
        var target = new TableServiceClient(to.ConnectionString);
        await target.CreateTableIfNotExistsAsync(table);
        await foreach (var row in new TableServiceClient(storage.ConnectionString).GetTableClient(table).QueryAsync<TableEntity>())
        {
            var copy = new TableEntity(row.PartitionKey, row.RowKey);
            foreach (var (name, value) in row.Where(p => p.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))) copy[name] = value;
            await target.GetTableClient(table).AddEntityAsync(copy);
        }
    }

    private async Task CopyContainerAsync(string container, AzuriteFixture to)
    {
        var (source, target) = (new BlobServiceClient(storage.ConnectionString).GetBlobContainerClient(container), new BlobServiceClient(to.ConnectionString).GetBlobContainerClient(container));
        await target.CreateIfNotExistsAsync();
        await foreach (var blob in source.GetBlobsAsync()) await target.UploadBlobAsync(blob.Name, (await source.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content);
    }
}

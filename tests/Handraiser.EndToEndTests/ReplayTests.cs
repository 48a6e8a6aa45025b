using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Handraiser.Functions;
using Handraiser.Functions.Delivery;
using Handraiser.LocalHost;

namespace Handraiser.EndToEndTests;

/// <summary>The archive, put through again over HTTP, on a host that knows nothing of those days any more.</summary>
public sealed class ReplayTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private const string Ada = "ada@mail.example";
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_lost_is_known_again_and_nothing_is_sent_and_twice_is_as_once_and_the_erased_stay_away()
    {
        var keys = LocalKeys.Create();
        await using (var shop = await OpenAsync(keys, Noon))
        {
            await shop.Webhooks.LeaveCartAsync("t1", Ada, "Ada", Noon.AddMinutes(-20));
            Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.SendGridAsync([Bodies.Mail("delivered", "e1", Ada, Noon.AddHours(-3)), Bodies.Mail("click", "e2", Ada, Noon.AddMinutes(-10))], shop.Now));
            await shop.DrainAsync();
            await Eventually.TrueAsync(async () => await ArchivedAsync() >= 2, "the bodies were archived");
        }
        await ForgetAsync();

        await using var later = await OpenAsync(keys, Noon.AddMinutes(10));
        var first = await ReplayAsync(later);
        await later.DrainAsync();
        var ada = Assert.Single(await later.CustomersAsync(), c => c.Person.Email == Ada);
        await ReplayAsync(later);
        await later.PassAsync(TimeSpan.FromHours(30), TimeSpan.FromHours(15));

        Assert.Equal((3, 0), (first.GetProperty("requests").GetInt32(), first.GetProperty("refusedCount").GetInt32()));
        Assert.True(first.GetProperty("done").GetBoolean());
        var again = Assert.Single(await later.CustomersAsync(), c => c.Person.Email == Ada);
        Assert.Equal((ada.EventCount, "Ada"), (again.EventCount, again.Person.FirstName));
        Assert.Empty(later.Mailbox.All);
        Assert.Empty(await later.Service<IFollowUps>().OpenAsync(CancellationToken.None));

        Assert.Equal(HttpStatusCode.NoContent, await later.SendAsync(HttpMethod.Delete, $"customers/{again.Id}"));
        await ReplayAsync(later);
        await later.DrainAsync();
        Assert.DoesNotContain(await later.CustomersAsync(), c => c.Person.Email == Ada);
    }

    [Theory]
    [InlineData("""{"from":"2026-03-10T00:00:00Z"}""")]
    [InlineData("""{"from":"2026-03-10T00:00:00Z","to":"2026-03-09T00:00:00Z"}""")]
    [InlineData("""{"from":"2026-03-10T00:00:00Z","to":"2026-03-11T00:00:00Z","sender":"nobody"}""")]
    [InlineData("""{"from":"2026-03-10T00:00:00Z","to":"2026-03-11T00:00:00Z","after":"x"}""")]
    public async Task An_order_that_makes_no_sense_is_refused_with_what_to_send(string order)
    {
        await using var shop = await OpenAsync(LocalKeys.Create(), Noon);
        Assert.Equal(HttpStatusCode.BadRequest, await shop.SendAsync(HttpMethod.Post, "replay", new StringContent(order)));
        Assert.Equal(HttpStatusCode.Unauthorized, await shop.SendAsync(HttpMethod.Post, "replay", new StringContent(order), key: "wrong"));
    }

    private Task<RunningShop> OpenAsync(LocalKeys keys, DateTimeOffset now) => RunningShop.OpenAsync(storage.ConnectionString, now, options => options with
    {
        Keys = keys with { Installation = options.Keys!.Installation },
        Settings = new Dictionary<string, string?> { ["Archive:GatherSeconds"] = "0" },
    });

    private static async Task<JsonElement> ReplayAsync(RunningShop shop) =>
        JsonDocument.Parse(await shop.TextAsync(HttpMethod.Post, "replay", JsonContent.Create(new { from = Noon.AddHours(-1), to = Noon.AddHours(1) }))).RootElement;

    private async Task<int> ArchivedAsync() => await new BlobServiceClient(storage.ConnectionString).GetBlobContainerClient(Names.Containers.Archive).GetBlobsAsync().CountAsync();

    /// <summary>As after a mistake in the parsers: the customers are not there.</summary>
    private async Task ForgetAsync()
    {
        var tables = new TableServiceClient(storage.ConnectionString);
        foreach (var name in new[] { Names.Tables.Customers, Names.Tables.Agenda })
        {
            var table = tables.GetTableClient(name);
            foreach (var row in await table.QueryAsync<TableEntity>().ToListAsync()) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }
    }
}

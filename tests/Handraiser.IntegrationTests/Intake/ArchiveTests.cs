using System.Text;
using Azure.Storage.Blobs;
using Handraiser.Functions;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Replaying;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.IntegrationTests.Intake;

[Collection(AzuriteTests.Name)]
public sealed class ArchiveTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 10, 0, 7, TimeSpan.Zero);

    [Fact]
    public async Task Requests_of_one_flush_are_one_blob_a_sender_and_come_back_in_order_without_their_proofs()
    {
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        await blobs.GetBlobContainerClient(Names.Containers.Archive).CreateIfNotExistsAsync();
        var sender = AzuriteFixture.RandomName("s");
        using var archive = Archive(blobs);
        var headers = new HeaderDictionary { ["X-Shopify-Topic"] = "carts/update", ["X-Shopify-Hmac-Sha256"] = "secret", ["Authorization"] = "Bearer secret", ["Cookie"] = "secret" };
        for (var i = 0; i < 3; i++) archive.Add(sender, Request(i, headers));
        // The server uses a request's headers for the next one as soon as it is answered.
        headers.Clear();
        archive.Add(sender + "x", Request(9, new HeaderDictionary()));

        await archive.FlushAsync(default);

        var shelf = new ArchiveShelf(blobs);
        var found = await shelf.FindAsync([sender], new ReplayOrder(Now, Now.AddMinutes(1)), default).ToListAsync();
        var blob = Assert.Single(found);
        Assert.StartsWith($"{sender}/2026/05/04/100007-", blob.Name, StringComparison.Ordinal);
        var requests = await shelf.ReadAsync(blob, default).ToListAsync();
        Assert.Equal(["{\"n\":0}", "{\"n\":1}", "{\"n\":2}"], requests.Select(r => r!.Body));
        Assert.All(requests, r => Assert.Equal("carts/update", r!.ToRequest().Header("X-Shopify-Topic")));
        Assert.All(requests, r => Assert.DoesNotContain("secret", r!.ToJson(), StringComparison.Ordinal));
        Assert.Equal(2, (await shelf.FindAsync([sender, sender + "x"], new ReplayOrder(Now, Now.AddMinutes(1)), default).ToListAsync()).Count);
        Assert.Empty(await shelf.FindAsync([sender], new ReplayOrder(Now, Now.AddMinutes(1), After: blob.Name), default).ToListAsync());
        Assert.Empty(await shelf.FindAsync([sender], new ReplayOrder(Now.AddDays(1), Now.AddDays(2)), default).ToListAsync());
    }

    [Fact]
    public async Task An_archive_that_cannot_be_reached_or_is_switched_off_costs_nobody_an_answer()
    {
        using var down = Archive(new BlobServiceClient("DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/a;", new BlobClientOptions { Retry = { MaxRetries = 0 } }));
        for (var i = 0; i < 2_100; i++) down.Add("s", Request(i, new HeaderDictionary()));
        await down.FlushAsync(default);

        var blobs = new BlobServiceClient(azurite.ConnectionString);
        await blobs.GetBlobContainerClient(Names.Containers.Archive).CreateIfNotExistsAsync();
        var sender = AzuriteFixture.RandomName("s");
        using var off = Archive(blobs, ("Archive:Enabled", "false"));
        off.Add(sender, Request(1, new HeaderDictionary()));
        await off.FlushAsync(default);
        Assert.Empty(await blobs.GetBlobContainerClient(Names.Containers.Archive).GetBlobsAsync(prefix: sender).ToListAsync());
    }

    [Fact]
    public async Task What_waits_for_storage_that_is_away_takes_a_bounded_part_of_memory()
    {
        var sender = AzuriteFixture.RandomName("s");
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        await blobs.GetBlobContainerClient(Names.Containers.Archive).CreateIfNotExistsAsync();
        using var archive = Archive(blobs);
        var large = Encoding.UTF8.GetBytes($"\"{new string('x', 1024 * 1024)}\"");
        for (var i = 0; i < 100; i++) archive.Add(sender, Request(i, new HeaderDictionary()) with { Body = large });

        await archive.FlushAsync(default);
        archive.Add(sender, Request(100, new HeaderDictionary()));
        await archive.FlushAsync(default);

        var shelf = new ArchiveShelf(blobs);
        var kept = await shelf.FindAsync([sender], new ReplayOrder(Now, Now.AddMinutes(5)), default).SelectMany(b => shelf.ReadAsync(b, default)).ToListAsync();
        Assert.InRange(kept.Count, 15, 17);
        Assert.Equal("{\"n\":100}", kept[^1]!.Body);
    }

    private static BlobArchive Archive(BlobServiceClient blobs, params (string Name, string Value)[] settings) =>
        new(blobs, new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build(), TimeProvider.System, NullLogger<BlobArchive>.Instance);

    private static WebhookRequest Request(int number, IHeaderDictionary headers) =>
        new("POST", "https://shop.example/api/webhooks/x", headers, Encoding.UTF8.GetBytes($"{{\"n\":{number}}}"), Now.AddSeconds(number));
}

using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Hosting;

namespace Handraiser.EndToEndTests;

public sealed class PoisonTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_message_that_always_fails_ends_up_parked_as_it_was()
    {
        await using var shop = await OpenAsync();
        const string Malformed = "this is no pack of events";

        await shop.Service<QueueServiceClient>().GetQueueClient(Names.Queues.Events).SendMessageAsync(Malformed);
        await shop.DrainAsync();

        var parked = Assert.Single(await shop.ParkedAsync(), p => p.Content == Malformed);
        Assert.Equal(Names.Queues.Events, parked.Queue);
        Assert.NotEmpty(parked.Reason);
    }

    [Fact]
    public async Task One_event_of_nobody_is_parked_and_the_other_ninety_nine_of_its_message_are_folded()
    {
        await using var shop = await OpenAsync();
        CustomerEvent[] events = [.. Enumerable.Range(0, 100).Select(i => Visit(i, i == 40 ? new Identifiers() : new Identifiers { Email = $"poison{i}@mail.example" }))];

        await shop.Service<QueueServiceClient>().GetQueueClient(Names.Queues.Events).SendMessageAsync(EventPack.Write(events));
        await shop.DrainAsync();

        var customers = await shop.CustomersAsync();
        Assert.All(events, one => Assert.Equal(one.Customer.IsEmpty ? 0 : 1, customers.Count(c => c.Seen.Contains(one.Id))));
        var parked = Assert.Single(await shop.ParkedAsync(), p => p.Content.Contains(events[40].Id, StringComparison.Ordinal));
        Assert.Contains("names no customer", parked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_a_newer_version_is_parked_as_it_was_and_says_what_to_do()
    {
        await using var shop = await OpenAsync();
        var newer = "5" + EventPack.Write([Visit(1, new Identifiers { Email = "newer@mail.example" })])[1..];

        await shop.Service<QueueServiceClient>().GetQueueClient(Names.Queues.Events).SendMessageAsync(newer);
        await shop.DrainAsync();

        var parked = Assert.Single(await shop.ParkedAsync(), p => p.Content == newer);
        Assert.Contains("newer version", parked.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(await shop.CustomersAsync(), c => c.Person.Email == "newer@mail.example");
    }

    [Fact]
    public async Task A_parked_item_that_is_let_go_leaves_nothing_of_its_content_behind()
    {
        await using var shop = await OpenAsync();
        var (parked, large) = (shop.Service<IParked>(), new BlobContainerClient(storage.ConnectionString, Names.Containers.Large));
        var words = string.Concat(Enumerable.Range(0, 14_000).Select(i => i.ToString("x5", null)));
        await parked.ParkAsync(Names.Queues.Fetch, "too long for a row", words, Noon, CancellationToken.None);
        var item = Assert.Single(await shop.ParkedAsync(), p => p.Content == words);
        await parked.ParkAsync(Names.Queues.Fetch, "the same once more", words, Noon.AddMinutes(1), CancellationToken.None);

        Assert.Equal(HttpStatusCode.NoContent, await shop.SendAsync(HttpMethod.Delete, $"parked/{item.Id}"));

        Assert.Single(await shop.ParkedAsync(), p => p.Content == words);
        Assert.Single(await large.GetBlobsAsync().ToListAsync());
    }

    [Fact]
    public async Task A_parked_item_whose_content_somebody_removed_does_not_hide_the_others()
    {
        await using var shop = await OpenAsync();
        await shop.Service<IParked>().ParkAsync(Names.Queues.Fetch, "its content is gone", new string('x', 40_000), Noon, CancellationToken.None);
        var large = new BlobContainerClient(storage.ConnectionString, Names.Containers.Large);
        await foreach (var blob in large.GetBlobsAsync()) await large.DeleteBlobAsync(blob.Name);

        Assert.Contains("its content is gone", await shop.TextAsync(HttpMethod.Get, "parked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parked_event_that_is_too_large_for_a_message_is_replayed_all_the_same()
    {
        await using var shop = await OpenAsync();
        var large = Visit(7, new Identifiers { Email = "large@mail.example" }) with { Data = new EventData { Text = string.Concat(Enumerable.Range(0, 14_000).Select(i => i.ToString("x5", null))) } };
        await shop.Service<IParked>().ParkAsync(Names.Queues.Events, "it could not be folded", JsonSerializer.Serialize(large, EventJson.One), Noon, CancellationToken.None);
        var item = Assert.Single(await shop.ParkedAsync(), p => p.Content.Contains(large.Id, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Accepted, await shop.SendAsync(HttpMethod.Post, $"parked/{item.Id}/replay"));
        await shop.DrainAsync();

        Assert.True(Assert.Single(await shop.CustomersAsync(), c => c.Person.Email == "large@mail.example").Seen.Contains(large.Id));
    }

    private Task<RunningShop> OpenAsync() => RunningShop.OpenAsync(storage.ConnectionString, Noon, options => options with
    {
        Host = new HostJson { Queues = new QueueSettings { MaxDequeueCount = 2, VisibilityTimeout = TimeSpan.Zero, Base64 = false } },
    });

    private static CustomerEvent Visit(int number, Identifiers customer) => new()
    {
        Id = $"poison-test:{number}",
        Kind = EventKinds.PageViewed,
        At = Noon.AddMinutes(-10),
        ReceivedAt = Noon,
        Customer = customer,
    };
}

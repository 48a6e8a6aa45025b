using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Intake;
using Handraiser.Profiles;

namespace Handraiser.IntegrationTests.Intake;

[Collection(AzuriteTests.Name)]
public sealed class TransportTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_event_too_large_for_a_message_lies_in_a_blob_and_is_read_like_any_other()
    {
        var (queues, blobs) = (new QueueServiceClient(azurite.ConnectionString), new BlobServiceClient(azurite.ConnectionString));
        await blobs.GetBlobContainerClient(Names.Containers.Large).CreateIfNotExistsAsync();
        var queue = queues.GetQueueClient(Names.Queues.Events);
        // A queue that somebody deleted is made again by the first event.
        await queue.DeleteIfExistsAsync();
        var transport = new StorageEventTransport(queues, blobs);
        var large = Event("large", string.Concat(Enumerable.Range(0, 14_000).Select(i => i.ToString("x5", null))));

        await new EventSink(transport, new Identity(new byte[32])).AcceptAsync([large], default);
        await new EventSink(transport, new Identity(new byte[32])).AcceptAsync([Event("small", "x")], default);

        Assert.Equal(2, await transport.WaitingAsync(default));
        var messages = (await queue.ReceiveMessagesAsync(32)).Value.Select(m => m.Body.ToString()).ToArray();
        Assert.Single(messages, m => m.StartsWith(EventMessages.Elsewhere) && m.Length < 100);
        var reader = new EventMessages(transport, new Identity(new byte[32]));
        var read = new List<CustomerEvent>();
        foreach (var message in messages) read.AddRange((await reader.LookAtAsync(message, default)).Read());
        Assert.Equal(large.Data.Text, read.Single(e => e.Id == "large").Data.Text);
        Assert.Equal("x", read.Single(e => e.Id == "small").Data.Text);
        await queue.ClearMessagesAsync();
    }

    [Fact]
    public async Task Nothing_is_accepted_while_the_queue_cannot_be_reached()
    {
        const string Nowhere = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;QueueEndpoint=http://127.0.0.1:1/a;BlobEndpoint=http://127.0.0.1:1/a;";
        var transport = new StorageEventTransport(
            new QueueServiceClient(Nowhere, new QueueClientOptions { Retry = { MaxRetries = 0 } }), new BlobServiceClient(Nowhere, new BlobClientOptions { Retry = { MaxRetries = 0 } }));
        var sink = new EventSink(transport, new Identity(new byte[32]));
        var failure = await Record.ExceptionAsync(() => sink.AcceptAsync([Event("e", "x")], default));
        Assert.True(failure is RequestFailedException or AggregateException, $"{failure}");
    }

    private static CustomerEvent Event(string id, string text) => new() { Id = id, Kind = EventKinds.EmailReplied, At = DateTimeOffset.UnixEpoch, Customer = new Identifiers { Email = "ada@shop.example" }, Data = new EventData { Text = text } };
}

using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Handraiser.Functions;

namespace Handraiser.Testing.Scale;

/// <summary>
/// Reads the queues until nothing is left to read, as the Functions host does by <c>host.json</c>: batches of 32, the next when 96 or fewer
/// are running. One after the other where it is told so: then the calls are the same in every run.
/// </summary>
internal sealed class QueueReader(ScaleShop shop, bool oneByOne)
{
    private const int BatchSize = 32, NewBatchThreshold = 96;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Reads until every message that can be seen is handled; those that become visible later stay.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            var handled = oneByOne
                ? await DrainAsync(Names.Queues.Events) + await DrainAsync(Names.Queues.Deliveries)
                : (await Task.WhenAll(DrainAsync(Names.Queues.Events), DrainAsync(Names.Queues.Deliveries))).Sum();
            if (handled == 0) return;
        }
    }

    /// <summary>Reads on, and lets the time pass to the next message whenever there is none.</summary>
    public async Task DrainThroughTimeAsync()
    {
        while (true)
        {
            await DrainAsync();
            if (shop.Account.Queue(Names.Queues.Events).NextVisible is not { } next) return;
            shop.Clock.Now = next;
        }
    }

    private async Task<int> DrainAsync(string name)
    {
        var queue = shop.App.Queues.GetQueueClient(name);
        var running = new HashSet<Task>();
        var handled = 0;
        while (true)
        {
            while (running.Count > (oneByOne ? 0 : NewBatchThreshold)) await FinishOneAsync(running);
            QueueMessage[] batch = await queue.ReceiveMessagesAsync(BatchSize, Lease);
            if (batch.Length == 0 && running.Count == 0) return handled;
            if (batch.Length == 0) await FinishOneAsync(running);
            handled += batch.Length;
            foreach (var message in batch)
            {
                if (oneByOne) await HandleAsync(queue, name, message);
                else running.Add(Task.Run(() => HandleAsync(queue, name, message)));
            }
        }
    }

    private async Task HandleAsync(QueueClient queue, string name, QueueMessage message)
    {
        await shop.App.InvokeAsync(name, message.Body.ToString());
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }

    private static async Task FinishOneAsync(HashSet<Task> running)
    {
        var done = await Task.WhenAny(running);
        running.Remove(done);
        await done;
    }
}

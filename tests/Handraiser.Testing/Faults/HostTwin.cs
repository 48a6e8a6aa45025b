using System.Text.Json;
using Azure.Storage.Queues.Models;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Sweeping;
using Handraiser.Testing.Storage;

namespace Handraiser.Testing.Faults;

/// <summary>
/// What the Functions host does with queues and timers, by the settings of <c>host.json</c>: batches under a lease, a delay after a failure,
/// the poison queue after the last try. It renews no lease, so that whatever takes long is received again while it is still being handled.
/// </summary>
internal sealed class HostTwin
{
    private const int BatchSize = 16, MaxDequeueCount = 5;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10), FailureDelay = TimeSpan.FromSeconds(30), AskAgain = TimeSpan.FromSeconds(15);

    private static readonly string[] Queues = [.. Names.Queues.All.Where(q => q != Names.Queues.Fetch).SelectMany(q => new[] { q, q + Names.Queues.PoisonSuffix })];

    private readonly FaultWorld world;
    private readonly Dictionary<string, DateTimeOffset> asking = [];
    private readonly HashSet<long> sweeps = [];

    public HostTwin(FaultWorld world)
    {
        this.world = world;
        foreach (var name in Queues) world.Account.Queue(name).Visible = at => Ask(name, at);
        world.Account.Table(Names.Tables.Agenda).Changed += (_, after) =>
        {
            if (after is not null) SweepFrom(SlotOf(after));
        };
        if (world.PublishedAt != DateTimeOffset.MaxValue) world.Time.At(world.PublishedAt, SweepCustomers);
    }

    /// <summary>Whether nothing waits in any queue, received or not.</summary>
    public bool IsIdle => Array.TrueForAll(Queues, q => world.Account.Queue(q).NextVisible is null);

    /// <summary>Whether everybody was brought under the playbook that was published.</summary>
    public bool IsSwept =>
        world.Account.FindContainer(Names.Containers.Playbook)!.Has(SweepBlob.BlobName)
        && JsonSerializer.Deserialize<SweepState>(world.Account.FindContainer(Names.Containers.Playbook)!.Get(SweepBlob.BlobName).Content) is { FinishedAt: not null } state
        && state.Mark == Review.Mark(FaultPlaybooks.Second, ShopState.Default);

    /// <summary>Looks at a queue at a moment; an earlier look stands for it.</summary>
    private void Ask(string queue, DateTimeOffset at)
    {
        if (at < world.Time.Now) at = world.Time.Now;
        at += TimeSpan.FromMilliseconds(world.Random.Next(5, 2000));
        if (asking.TryGetValue(queue, out var planned) && planned <= at) return;
        asking[queue] = at;
        world.Time.At(at, () =>
        {
            if (asking.GetValueOrDefault(queue) != at) return;
            asking.Remove(queue);
            Poll(queue);
        });
    }

    private void Poll(string queue)
    {
        if (world.Account.Queue(queue).NextVisible is not { } next) return;
        if (next <= world.Time.Now && world.AnyProcess() is { } process) world.Time.Start(() => ReceiveAsync(process, queue));
        // Whoever asks may hear nothing, or die of it.
        Ask(queue, next > world.Time.Now ? next : world.Time.Now + AskAgain);
    }

    private async Task ReceiveAsync(Process process, string queue)
    {
        QueueMessage[] batch;
        try
        {
            batch = await process.Queues.GetQueueClient(queue).ReceiveMessagesAsync(world.Random.Next(1, BatchSize + 1), Lease);
        }
        catch (Exception)
        {
            return;
        }
        foreach (var message in batch) world.Time.Start(() => HandleAsync(process, queue, message));
        if (batch.Length > 0) Ask(queue, world.Time.Now);
    }

    private async Task HandleAsync(Process process, string queue, QueueMessage message)
    {
        var text = message.Body.ToString();
        var succeeded = message.DequeueCount <= MaxDequeueCount && await RunAsync(process, queue, text);
        if (succeeded) world.Ledger.Handled(queue, text);
        if (world.Trace.IsOn) world.Trace.Note($"{process.Name} {(succeeded ? "handled" : "failed")} {queue} {message.MessageId[^6..]}: {Said(queue, text)}");
        try
        {
            await SettleAsync(process, queue, message, text, succeeded);
        }
        catch (Exception)
        {
            // The lease runs out and the message comes again.
        }
    }

    private static string Said(string queue, string text) => queue == Names.Queues.Events && text[0] != EventMessages.Elsewhere ? string.Join(' ', EventPack.Read(text).Select(e => e.Id)) : text;

    private async Task<bool> RunAsync(Process process, string queue, string text)
    {
        try
        {
            await process.InvokeAsync(queue, text);
            return true;
        }
        catch (Exception e)
        {
            world.Trace.Note($"{process.Name} fails in {queue}: {e.GetType().Name} {e.Message}");
            return false;
        }
    }

    private static async Task SettleAsync(Process process, string queue, QueueMessage message, string text, bool succeeded)
    {
        var client = process.Queues.GetQueueClient(queue);
        if (!succeeded && queue.EndsWith(Names.Queues.PoisonSuffix, StringComparison.Ordinal)) return;
        if (!succeeded && message.DequeueCount < MaxDequeueCount)
        {
            await client.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: FailureDelay);
            return;
        }
        if (!succeeded) await process.Queues.GetQueueClient(queue + Names.Queues.PoisonSuffix).SendMessageAsync(text);
        await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }

    /// <summary>The timer fires each minute; only the minutes in which something can be due are played.</summary>
    private void SweepFrom(DateTimeOffset slot)
    {
        var from = slot > world.Time.Now ? slot : world.Time.Now;
        var minute = (from.UtcTicks / TimeSpan.TicksPerMinute) + 1;
        if (!sweeps.Add(minute)) return;
        world.Time.At(new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero) + TimeSpan.FromMilliseconds(world.Random.Next(2000)), () => Sweep(minute));
    }

    private void Sweep(long minute)
    {
        sweeps.Remove(minute);
        var due = world.Account.Table(Names.Tables.Agenda).All().Select(SlotOf).Where(s => s <= world.Time.Now).ToList();
        if (due.Count == 0) return;
        // While tables are away every minute is like the last: a few of them are enough.
        SweepFrom(world.Time.Now + TimeSpan.FromMinutes(world.Adversary.IsAtWork ? world.Random.Next(6) : 0));
        // One process has the timer; now and then two believe it.
        for (var i = world.Adversary.Happens(0.1) ? 2 : 1; i > 0; i--)
        {
            if (world.AnyProcess() is { } process) world.Time.Start(() => SweepAsync(process));
        }
    }

    private async Task SweepAsync(Process process)
    {
        try
        {
            await process.SweepAsync();
        }
        catch (Exception e)
        {
            world.Trace.Note($"{process.Name} fails in the sweep: {e.GetType().Name} {e.Message}");
        }
    }

    /// <summary>The timer fires each minute; after a while of failing minutes only some of them are played.</summary>
    private void SweepCustomers()
    {
        if (IsSwept) return;
        for (var i = world.Adversary.Happens(0.1) ? 2 : 1; i > 0; i--)
        {
            if (world.AnyProcess() is { } process) world.Time.Start(() => SweepCustomersAsync(process));
        }
        world.Time.At(world.Time.Now + TimeSpan.FromMinutes(world.Random.Next(1, 6)), SweepCustomers);
    }

    private async Task SweepCustomersAsync(Process process)
    {
        try
        {
            await process.SweepCustomersAsync();
        }
        catch (Exception e)
        {
            world.Trace.Note($"{process.Name} fails in the sweep of customers: {e.GetType().Name} {e.Message}");
        }
    }

    private static DateTimeOffset SlotOf(MemoryRow row) =>
        DateTimeOffset.ParseExact(row.Partition[..12], "yyyyMMddHHmm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}

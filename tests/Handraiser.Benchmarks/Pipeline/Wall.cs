using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Handraiser.LocalHost.Storage;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>
/// What the storage itself can do: the recorded calls again, as many, as large and as many at a time, with nothing else done, against a
/// storage of their own.
/// </summary>
internal sealed class Wall
{
    private const int RowsInUse = 32;
    private const int ReceivedAtATime = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly TableClient table;
    private readonly QueueClient queue;
    private readonly BlobContainerClient blobs;
    private readonly ConcurrentQueue<QueueMessage> received = new();
    private readonly SemaphoreSlim looking = new(1);
    private int next;

    private Wall(string storage)
    {
        table = new TableServiceClient(storage).GetTableClient("wall");
        queue = new QueueServiceClient(storage, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }).GetQueueClient("wall");
        blobs = new BlobServiceClient(storage).GetBlobContainerClient("wall");
    }

    /// <summary>
    /// An emulator that keeps its data in memory, or below the folder: it never flushes a commit to disk in either case, but writes files all
    /// the same. What it keeps in memory alone it sweeps once a minute, in a time that grows with the square of what there is, so that each
    /// workload gets one of its own.
    /// </summary>
    public static Task<Azurite> StorageAsync(string? folder, Action<string> progress) => Azurite.StartOwnedAsync(folder is null ? null : Path.Combine(folder, "storage"), progress);

    /// <summary>Replays the calls and returns how many seconds they took.</summary>
    public static async Task<double> ReplayAsync(IReadOnlyList<Call> calls, int atATime, bool onDisk, Action<string> progress)
    {
        if (!onDisk) return await ReplayAsync(calls, atATime, null, progress);
        var folder = Directory.CreateTempSubdirectory("handraiser-wall-").FullName;
        try
        {
            return await ReplayAsync(calls, atATime, folder, progress);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> ReplayAsync(IReadOnlyList<Call> calls, int atATime, string? folder, Action<string> progress)
    {
        await using var azurite = await StorageAsync(folder, progress);
        var wall = new Wall(azurite.ConnectionString);
        await wall.table.CreateIfNotExistsAsync();
        await wall.queue.CreateIfNotExistsAsync();
        await wall.blobs.CreateIfNotExistsAsync();
        var started = Stopwatch.GetTimestamp();
        // In the order of the recording, so that what is received was sent, and what is deleted was received.
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = atATime }, async (call, _) => await wall.DoAsync(call));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private Task DoAsync(Call call) => call.Kind switch
    {
        "queue send" => queue.SendMessageAsync(new string('x', Math.Max(1, call.Bytes - 64)), timeToLive: TimeSpan.FromSeconds(-1)),
        "queue receive" => ReceiveAsync(),
        "queue delete" => DeleteAsync(),
        "table transaction" => table.SubmitTransactionAsync(Rows(call)),
        "table write" => table.UpsertEntityAsync(Row(call.Resource, call.Bytes), TableUpdateMode.Replace),
        "table read" => table.GetEntityIfExistsAsync<TableEntity>(Partition(call.Resource), Key(call.Resource)),
        "blob write" => blobs.UploadBlobAsync(Guid.NewGuid().ToString("N"), BinaryData.FromBytes(new byte[call.Bytes])),
        _ => Task.CompletedTask,
    };

    private async Task ReceiveAsync()
    {
        QueueMessage[] batch = await queue.ReceiveMessagesAsync(ReceivedAtATime, TimeSpan.FromMinutes(10));
        foreach (var message in batch) received.Enqueue(message);
    }

    private async Task DeleteAsync()
    {
        QueueMessage? message;
        // Calls that overlapped in the recording may come a little earlier here. One of them looks for what is not sent yet, and not all the
        // time: these looks are not part of the recording, and would make the wall lower than it is.
        while (!received.TryDequeue(out message))
        {
            await looking.WaitAsync();
            try
            {
                if (!received.IsEmpty) continue;
                await ReceiveAsync();
                if (received.IsEmpty) await Task.Delay(Pause);
            }
            finally
            {
                looking.Release();
            }
        }
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }

    private IEnumerable<TableTransactionAction> Rows(Call call)
    {
        var partition = (Interlocked.Increment(ref next) % 64).ToString("00", System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < call.Rows; i++)
        {
            var row = new TableEntity(partition, $"c{i % Math.Max(RowsInUse, call.Rows)}") { ["P0"] = Content(call.Bytes / call.Rows) };
            yield return new TableTransactionAction(TableTransactionActionType.UpsertReplace, row);
        }
    }

    private static TableEntity Row(string resource, int bytes) => new(Partition(resource), Key(resource)) { ["P0"] = Content(bytes) };

    /// <summary>As much as makes a request of this size: base64 in JSON, and the envelope around it.</summary>
    private static byte[] Content(int bytes) => new byte[Math.Clamp((bytes - 500) * 3 / 4, 1, 64_000)];

    private static string Partition(string resource) => Named(resource, "PartitionKey='");

    private static string Key(string resource) => Named(resource, "RowKey='");

    private static string Named(string resource, string name)
    {
        var at = resource.IndexOf(name, StringComparison.Ordinal);
        if (at < 0) return "new" + resource.Length;
        var from = at + name.Length;
        return resource[from..resource.IndexOf('\'', from)];
    }
}

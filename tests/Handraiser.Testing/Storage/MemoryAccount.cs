using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.Functions;

namespace Handraiser.Testing.Storage;

/// <summary>One blob as it stands in a container.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Version">Changes with every write.</param>
/// <param name="Written">When it was last written.</param>
public sealed record MemoryBlob(byte[] Content, ETag Version, DateTimeOffset Written);

/// <summary>One container in memory.</summary>
/// <param name="clock">Stamps blobs.</param>
public sealed class MemoryContainer(TimeProvider clock)
{
    private readonly Dictionary<string, MemoryBlob> blobs = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private long versions;

    /// <summary>Writes a blob.</summary>
    /// <exception cref="RequestFailedException">It is there and must not be (409), or is another version (412).</exception>
    public MemoryBlob Put(string name, byte[] content, ETag? ifMatch, ETag? ifNoneMatch)
    {
        lock (gate)
        {
            var before = blobs.GetValueOrDefault(name);
            if (before is not null && ifNoneMatch == ETag.All) throw new RequestFailedException(409, "BlobAlreadyExists", "BlobAlreadyExists", null);
            if ((ifMatch is { } version && before?.Version != version) || (before is not null && ifNoneMatch == before.Version)) throw new RequestFailedException(412, "ConditionNotMet", "ConditionNotMet", null);
            return blobs[name] = new MemoryBlob(content, new ETag(string.Create(CultureInfo.InvariantCulture, $"\"0x{++versions:X}\"")), clock.GetUtcNow());
        }
    }

    /// <summary>Adds to the end of a blob that is appended to.</summary>
    /// <exception cref="RequestFailedException">It is not there (404), or does not end where it is expected to (412).</exception>
    public MemoryBlob Append(string name, byte[] content, long? ifEndsAt)
    {
        lock (gate)
        {
            var before = blobs.GetValueOrDefault(name) ?? throw new RequestFailedException(404, "BlobNotFound", "BlobNotFound", null);
            if (ifEndsAt is { } end && end != before.Content.Length) throw new RequestFailedException(412, "AppendPositionConditionNotMet", "AppendPositionConditionNotMet", null);
            return Put(name, [.. before.Content, .. content], null, null);
        }
    }

    /// <summary>Reads a blob.</summary>
    /// <exception cref="RequestFailedException">It is not there (404).</exception>
    public MemoryBlob Get(string name)
    {
        lock (gate) return blobs.GetValueOrDefault(name) ?? throw new RequestFailedException(404, "BlobNotFound", "BlobNotFound", null);
    }

    /// <summary>Whether a blob is there.</summary>
    public bool Has(string name)
    {
        lock (gate) return blobs.ContainsKey(name);
    }

    /// <summary>Deletes a blob; false when it was not there.</summary>
    public bool Delete(string name)
    {
        lock (gate) return blobs.Remove(name);
    }
}

/// <summary>
/// A storage account in memory: the twin of what the application has in Azure, with the service's own rules and limits. The clients that it
/// gives are the application's own types, so that the adapters run unchanged. It answers like the service, which the contract tests show.
/// </summary>
/// <param name="clock">Stamps, hides and expires.</param>
public sealed class MemoryAccount(TimeProvider clock)
{
    /// <summary>The account's name.</summary>
    public const string Name = "memory";

    private readonly Dictionary<string, MemoryTable> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MemoryMessages> queues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryContainer> containers = new(StringComparer.Ordinal);

    /// <summary>Clients over a line; over one without faults when none is given.</summary>
    public (TableServiceClient Tables, QueueServiceClient Queues, BlobServiceClient Blobs) Clients(IStorageLine? line = null) =>
        (new TableServiceTwin(this, line ?? DirectLine.Instance), new QueueServiceTwin(this, line ?? DirectLine.Instance), new BlobServiceTwin(this, line ?? DirectLine.Instance));

    /// <summary>Creates every table, queue and container that the application uses.</summary>
    public MemoryAccount WithAll()
    {
        foreach (var name in Names.Tables.All) CreateTable(name);
        foreach (var name in Names.Queues.All)
        {
            CreateQueue(name);
            CreateQueue(name + Names.Queues.PoisonSuffix);
        }
        foreach (var name in Names.Containers.All) CreateContainer(name);
        return this;
    }

    /// <summary>The table of this name, to look at without a call.</summary>
    public MemoryTable Table(string name) => FindTable(name) ?? throw new InvalidOperationException($"There is no table {name}.");

    /// <summary>The queue of this name, to look at without a call.</summary>
    public MemoryMessages Queue(string name) => FindQueue(name) ?? throw new InvalidOperationException($"There is no queue {name}.");

    internal MemoryTable? FindTable(string name) => Find(tables, name);

    internal MemoryMessages? FindQueue(string name) => Find(queues, name);

    internal MemoryContainer? FindContainer(string name) => Find(containers, name);

    internal bool CreateTable(string name) => Create(tables, name, () => new MemoryTable(clock));

    internal bool CreateQueue(string name) => Create(queues, name, () => new MemoryMessages(clock));

    internal bool CreateContainer(string name) => Create(containers, name, () => new MemoryContainer(clock));

    private static T? Find<T>(Dictionary<string, T> all, string name)
        where T : class
    {
        lock (all) return all.GetValueOrDefault(name);
    }

    private static bool Create<T>(Dictionary<string, T> all, string name, Func<T> make)
    {
        lock (all) return all.TryAdd(name, make());
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>One call of storage: what it was, how much it carried, and where to.</summary>
/// <param name="Kind">Such as <c>queue send</c>.</param>
/// <param name="Bytes">Bytes sent; of a read, none.</param>
/// <param name="Rows">Rows of a transaction; else 1.</param>
/// <param name="Resource">The path; of a transaction, the table.</param>
internal sealed record Call(string Kind, int Bytes, int Rows, string Resource);

/// <summary>Sees every call of the storage clients: counts them, keeps them to be replayed, and notes when a membership was committed.</summary>
internal sealed class CallRecorder : HttpPipelinePolicy
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Call> calls = new();
    private readonly ConcurrentDictionary<string, long> memberships = new(StringComparer.Ordinal);
    private long inFlightTicks;
    private long lastWrite;

    /// <summary>Whether calls are kept.</summary>
    public bool Keeps { get; set; }

    /// <summary>Whether memberships are noted: every row written is looked at, which costs too much where speed is measured.</summary>
    public bool Watches { get; set; }

    /// <summary>Calls so far by kind.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    /// <summary>The kept calls in the order of their answers.</summary>
    public IReadOnlyCollection<Call> Calls => calls;

    /// <summary>When each customer's membership was committed, in the machine's ticks.</summary>
    public IReadOnlyDictionary<string, long> Memberships => memberships;

    /// <summary>How long all calls took together, in the machine's ticks.</summary>
    public long InFlightTicks => Interlocked.Read(ref inFlightTicks);

    /// <summary>When a table was last written, in the machine's ticks.</summary>
    public long LastWrite => Interlocked.Read(ref lastWrite);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var began = Stopwatch.GetTimestamp();
        ProcessNext(message, pipeline);
        Note(message, began);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var began = Stopwatch.GetTimestamp();
        await ProcessNextAsync(message, pipeline);
        Note(message, began);
    }

    private void Note(HttpMessage message, long began)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.Add(ref inFlightTicks, now - began);
        var kind = Kind(message.Request);
        counts.AddOrUpdate(Counted(message.Request, kind), 1, static (_, n) => n + 1);
        if (kind is "table write" or "table transaction") Interlocked.Exchange(ref lastWrite, now);
        if (!Keeps && !Watches) return;
        var path = Uri.UnescapeDataString(message.Request.Uri.Path);
        var seen = new SeenBody(Watches);
        if (kind == "table transaction") message.Request.Content!.WriteTo(seen, CancellationToken.None);
        if (Watches) NoteMemberships(kind == "table write" ? path : seen.Text, now);
        if (!Keeps) return;
        var bytes = message.Request.Content is { } content && content.TryComputeLength(out var length) ? (int)length : 0;
        calls.Enqueue(new Call(kind, bytes, kind == "table transaction" ? seen.Rows : 1, kind == "table transaction" ? seen.Table : path));
    }

    private void NoteMemberships(string addresses, long now)
    {
        foreach (var address in addresses.Split('\n')) NoteMembership(address, now);
    }

    /// <summary>A membership's row is named by <c>s</c>, the segment and the customer.</summary>
    private void NoteMembership(string address, long now)
    {
        var at = Uri.UnescapeDataString(address).IndexOf("RowKey='s" + Workload.Segment, StringComparison.Ordinal);
        if (at < 0) return;
        var key = Uri.UnescapeDataString(address)[(at + 8)..];
        key = key[..key.IndexOf('\'', StringComparison.Ordinal)];
        memberships.TryAdd(key[^26..], now);
    }

    /// <summary>The kind, and of calls on one table its name, which a transaction tells only within.</summary>
    private static string Counted(Request request, string kind)
    {
        if (kind is not ("table read" or "table query" or "table write")) return kind;
        var path = request.Uri.Path.AsSpan();
        var end = path.IndexOf('(');
        if (end >= 0) path = path[..end];
        return $"{path[(path.LastIndexOf('/') + 1)..]} {kind[6..]}";
    }

    private static string Kind(Request request)
    {
        var path = request.Uri.Path ?? "";
        var method = request.Method.Method;
        if (path.Contains("/messages", StringComparison.Ordinal)) return method switch { "POST" => "queue send", "GET" => "queue receive", "DELETE" => "queue delete", _ => "queue other" };
        if (!request.Headers.TryGetValue("DataServiceVersion", out _)) return method == "PUT" ? "blob write" : "blob other";
        if (path.EndsWith("$batch", StringComparison.Ordinal)) return "table transaction";
        return method == "GET" ? (path.Contains('(', StringComparison.Ordinal) && !path.EndsWith("()", StringComparison.Ordinal) ? "table read" : "table query") : "table write";
    }
}

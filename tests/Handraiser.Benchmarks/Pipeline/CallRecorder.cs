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
/// <param name="Resource">The path, for calls on one row.</param>
internal sealed record Call(string Kind, int Bytes, int Rows, string Resource);

/// <summary>Sees every call of the storage clients: counts them, keeps them to be replayed, and notes when a membership was committed.</summary>
internal sealed class CallRecorder : HttpPipelinePolicy
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Call> calls = new();
    private readonly ConcurrentDictionary<string, long> memberships = new(StringComparer.Ordinal);
    private long inFlightTicks;
    private long lastWrite;

    /// <summary>Whether calls are kept, and memberships noted.</summary>
    public bool Keeps { get; set; }

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
        counts.AddOrUpdate(kind, 1, static (_, n) => n + 1);
        if (kind is "table write" or "table transaction") Interlocked.Exchange(ref lastWrite, now);
        if (Keeps) Keep(message.Request, kind, now);
    }

    private void Keep(Request request, string kind, long now)
    {
        var path = Uri.UnescapeDataString(request.Uri.Path);
        var bytes = request.Content is { } content && content.TryComputeLength(out var length) ? (int)length : 0;
        var rows = 1;
        if (kind == "table transaction")
        {
            using var copy = new MemoryStream(bytes);
            request.Content!.WriteTo(copy, CancellationToken.None);
            var text = Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length);
            rows = text.AsSpan().Count("application/http");
            foreach (var line in text.Split('\n')) NoteMembership(line, now);
        }
        else if (kind == "table write")
        {
            NoteMembership(path, now);
        }
        calls.Enqueue(new Call(kind, bytes, rows, path));
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

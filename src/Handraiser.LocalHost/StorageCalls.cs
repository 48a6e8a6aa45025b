using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Handraiser.LocalHost;

/// <summary>Counts what the app asks of storage, by service and method: the figure that Azure bills.</summary>
public sealed class StorageCalls : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentDictionary<string, long> counts = new();

    /// <summary>All calls so far.</summary>
    public long Total => counts.Values.Sum();

    /// <summary>Calls so far by kind, such as <c>tables POST</c>.</summary>
    public IReadOnlyDictionary<string, long> ByKind => counts;

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        var path = message.Request.Uri.Path ?? "";
        var kind = path.Contains("/messages", StringComparison.Ordinal) ? "queues"
            : message.Request.Headers.TryGetValue("DataServiceVersion", out _) ? "tables" : "blobs";
        counts.AddOrUpdate($"{kind} {message.Request.Method}", 1, static (_, n) => n + 1);
    }
}

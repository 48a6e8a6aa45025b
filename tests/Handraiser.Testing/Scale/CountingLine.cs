using System.Collections.Concurrent;
using Handraiser.Testing.Storage;

namespace Handraiser.Testing.Scale;

/// <summary>A line that counts every call, and lets each take as long as it is told to: storage in memory answers at once, a service does not.</summary>
public sealed class CountingLine : IStorageLine
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>How long every call takes; zero for no time at all.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Calls so far, such as <c>table SubmitTransaction</c>.</summary>
    public IReadOnlyDictionary<string, long> Counts => new SortedDictionary<string, long>(counts, StringComparer.Ordinal);

    /// <summary>Forgets what was counted.</summary>
    public void Reset() => counts.Clear();

    public async Task<T> CallAsync<T>(StorageCall asked, Func<T> effect)
    {
        counts.AddOrUpdate($"{asked.Service} {asked.Operation}", 1, static (_, n) => n + 1);
        if (Latency > TimeSpan.Zero) await Task.Delay(Latency);
        return effect();
    }
}

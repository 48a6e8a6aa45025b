using Microsoft.Extensions.Caching.Memory;

namespace Handraiser.Functions.Storage;

/// <summary>
/// Rows of customers seen lately, with the versions they were read or written in. Bounded by count. An instance that meets a newer row in
/// more than one of twenty commits shares its customers with another instance: it stops trusting its cache for a while.
/// </summary>
internal sealed class CustomerCache(int capacity = 20_000) : IDisposable
{
    private const double DistrustAbove = 0.05;
    private const double Smoothing = 0.01;

    private readonly MemoryCache rows = new(new MemoryCacheOptions { SizeLimit = capacity, CompactionPercentage = 0.1 });
    private double conflictShare;

    public CustomerRow? Find(string customerId) =>
        conflictShare <= DistrustAbove && rows.TryGetValue(customerId, out CustomerRow? row) ? row : null;

    public void Keep(CustomerRow row)
    {
        using var entry = rows.CreateEntry(row.Profile.Id);
        entry.Size = 1;
        entry.Value = row;
    }

    public void Forget(string customerId) => rows.Remove(customerId);

    public void Committed(int count)
    {
        for (var i = 0; i < Math.Min(count, 100); i++) conflictShare *= 1 - Smoothing;
    }

    public void Conflicted() => conflictShare += (1 - conflictShare) * Smoothing;

    public void Dispose() => rows.Dispose();
}

using Handraiser.Functions.Storage;

namespace Handraiser.Functions.Reaction;

/// <summary>
/// The hashes of erased customers, at hand: they are few, so one read every 30 seconds (and none while nothing happens) stands for a read
/// per event. An erasure on another instance is known here within that time; what slipped in meanwhile is swept away
/// (<see cref="Privacy.Eraser"/>).
/// </summary>
/// <param name="suppressions">Where they stand.</param>
/// <param name="clock">Measures how old the knowledge is, by its ticks: the time of day may be moved by hand.</param>
internal sealed class Erasures(ISuppressions suppressions, TimeProvider clock) : IDisposable
{
    /// <summary>How old the knowledge may be.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim gate = new(1);
    private volatile Known? known;

    private sealed record Known(IReadOnlyDictionary<string, DateTimeOffset> Homes, long ReadAt);

    /// <summary>Hash to time of erasure, UTC.</summary>
    public async ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> NowAsync(CancellationToken cancellation)
    {
        if (known is { } current && IsFresh(current)) return current.Homes;
        await gate.WaitAsync(cancellation);
        try
        {
            if (known is { } read && IsFresh(read)) return read.Homes;
            var at = clock.GetTimestamp();
            var homes = await suppressions.ErasedAsync(cancellation);
            known = new Known(homes, at);
            return homes;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads anew at the next question: somebody was erased, or a row that was there is gone.</summary>
    public void Forget() => known = null;

    public void Dispose() => gate.Dispose();

    private bool IsFresh(Known read) => clock.GetElapsedTime(read.ReadAt) <= Fresh;
}

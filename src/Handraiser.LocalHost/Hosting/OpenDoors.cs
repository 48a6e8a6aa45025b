using System.Diagnostics;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// Requests that are being answered. On Azure they are answered by instances of their own; here they share the machine with the queues'
/// work, which can wait while whoever posts cannot: so nothing more is fetched from a queue while there is a crowd at the doors, for a while.
/// One or two requests at a time hold nothing up, and a large body does not: it is read for longer than it waits for storage, which would
/// stand idle meanwhile. Those that are committed together are answered together: a moment without a crowd, before the
/// next ones arrive, is none.
/// </summary>
internal sealed class OpenDoors
{
    /// <summary>The body of a quick request has no more bytes than this (64 KiB).</summary>
    public const int LargeBytes = 64 * 1024;

    private const int Few = 2;
    /// <summary>Whoever was answered posts again within less, also where poster and host share the processor.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private TaskCompletionSource? closed;
    private int open;
    private long? lastCrowd;

    /// <summary>A quick request begins.</summary>
    public void Enter()
    {
        lock (gate)
        {
            if (open++ == Few)
            {
                closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>A quick request is answered.</summary>
    public void Leave()
    {
        lock (gate)
        {
            if (--open == Few)
            {
                lastCrowd = Stopwatch.GetTimestamp();
                closed!.SetResult();
            }
        }
    }

    /// <summary>Completes when there is no crowd at the doors, nor was a moment ago: mostly at once; or when the time is up.</summary>
    /// <exception cref="OperationCanceledException">The caller is asked to stop.</exception>
    public async Task NoCrowdAsync(TimeSpan atMost, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        while (atMost - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero && Open() is { } open)
        {
            await open.WaitAsync(left, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What to wait for: the end of the crowd, or of the lull after it; null when neither is to be waited for.</summary>
    private Task? Open()
    {
        lock (gate)
        {
            if (open > Few) return closed!.Task;
            var lull = lastCrowd is { } at ? Lull - Stopwatch.GetElapsedTime(at) : TimeSpan.Zero;
            return lull > TimeSpan.Zero ? Task.Delay(lull) : null;
        }
    }
}

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// Requests that are being answered. On Azure they are answered by instances of their own; here they share the machine with the queues'
/// work, which can wait while whoever posts cannot: so nothing more is fetched from a queue while a request is being answered, for a while.
/// </summary>
internal sealed class OpenDoors
{
    private readonly Lock gate = new();
    private TaskCompletionSource? closed;
    private int open;

    /// <summary>A request begins.</summary>
    public void Enter()
    {
        lock (gate)
        {
            if (open++ == 0)
            {
                closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>A request is answered.</summary>
    public void Leave()
    {
        lock (gate)
        {
            if (--open == 0)
            {
                closed!.SetResult();
            }
        }
    }

    /// <summary>Completes at once when no request is being answered, else when none is any more, or when the time is up.</summary>
    /// <exception cref="OperationCanceledException">The caller is asked to stop.</exception>
    public async Task AllClosedAsync(TimeSpan atMost, CancellationToken stop)
    {
        Task waiting;
        lock (gate)
        {
            if (open == 0)
            {
                return;
            }

            waiting = closed!.Task;
        }

        await waiting.WaitAsync(atMost, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }
}

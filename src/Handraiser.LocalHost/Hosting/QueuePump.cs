using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// Feeds one queue function: fetches a batch under a lease, runs it concurrently, fetches again when few enough are running, and
/// waits longer and longer on an empty queue. It gives way to requests. Storage that fails is tried again, for ever.
/// </summary>
internal sealed class QueuePump(QueueFunction function, QueueClient queue, QueueSettings settings, OpenDoors doors, FunctionsRuntimeOptions options, ILogger log) : IDisposable
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly CancellationTokenSource polling = new();
    private readonly CancellationTokenSource work = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> running = [];
    private Task loop = Task.CompletedTask;
    private TaskCompletionSource room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool exists;
    private volatile bool empty;
    private long received;

    /// <summary>Messages received since the start.</summary>
    public long Received => Interlocked.Read(ref received);

    /// <summary>Whether nothing is running and the last look at the queue found nothing.</summary>
    public bool Idle
    {
        get
        {
            lock (gate)
            {
                return empty && running.Count == 0;
            }
        }
    }

    /// <summary>Creates the queue, so that others can already send to it, and begins to poll. Where storage fails now, the polling tries again.</summary>
    public async Task StartAsync()
    {
        try
        {
            await CreateQueueAsync();
        }
        catch (Exception e)
        {
            log.PollFailed(e, queue.Name, TimeSpan.Zero);
        }

        var stop = polling.Token;
        loop = Task.Run(() => PollAsync(stop), CancellationToken.None);
    }

    /// <summary>Looks at the queue at once instead of waiting out the back-off.</summary>
    public void Wake()
    {
        lock (gate)
        {
            if (wake.CurrentCount == 0)
            {
                wake.Release();
            }
        }
    }

    /// <summary>Messages in the queue, those in work and those delayed included.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;

    /// <summary>Fetches no more, and waits for what runs; after the grace asks it to end, and after that again leaves it to its lease.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await polling.CancelAsync();
        var rest = FinishAsync();
        if (await Task.WhenAny(rest, Task.Delay(grace)) != rest)
        {
            log.StopIsSlow(function.Name);
            await work.CancelAsync();
            await Task.WhenAny(rest, Task.Delay(grace));
        }
    }

    public void Dispose()
    {
        polling.Cancel();
        work.Cancel();
        polling.Dispose();
        work.Dispose();
    }

    private async Task FinishAsync()
    {
        await loop;
        await Task.WhenAll(Running());
    }

    private Task[] Running()
    {
        lock (gate)
        {
            return [.. running];
        }
    }

    private async Task PollAsync(CancellationToken stop)
    {
        var wait = LeastWait;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await RoomAsync(stop);
                await doors.NoCrowdAsync(options.GivesWay, stop);
                var more = await FetchAsync(wait) || await wake.WaitAsync(wait, stop);
                wait = more ? LeastWait
                    : wait * 2 < settings.MaxPollingInterval ? wait * 2
                    : settings.MaxPollingInterval;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop while waiting.
        }
    }

    /// <summary>Waits until few enough are running.</summary>
    private async Task RoomAsync(CancellationToken stop)
    {
        while (true)
        {
            lock (gate)
            {
                if (running.Count <= settings.NewBatchThreshold)
                {
                    return;
                }

                room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await room.Task.WaitAsync(stop);
        }
    }

    private async Task<bool> FetchAsync(TimeSpan waitAfterFailure)
    {
        try
        {
            if (!exists)
            {
                await CreateQueueAsync();
            }

            // A receive is never cancelled: the service would lease messages to nobody.
            QueueMessage[] batch = await queue.ReceiveMessagesAsync(settings.BatchSize, options.Lease, CancellationToken.None);
            Take(batch);
            return batch.Length > 0;
        }
        catch (Exception e)
        {
            log.PollFailed(e, queue.Name, waitAfterFailure);
            exists = false;
            return false;
        }
    }

    private void Take(QueueMessage[] batch)
    {
        lock (gate)
        {
            var ending = work.Token;
            empty = batch.Length == 0;
            Interlocked.Add(ref received, batch.Length);
            foreach (var message in batch)
            {
                var task = Task.Run(() => polling.IsCancellationRequested ? function.GiveBackAsync(message) : function.HandleAsync(message, ending));
                running.Add(task);
                task.ContinueWith(Forget, TaskScheduler.Default);
            }
        }
    }

    private void Forget(Task task)
    {
        lock (gate)
        {
            running.Remove(task);
            if (running.Count <= settings.NewBatchThreshold)
            {
                room.TrySetResult();
            }
        }
    }

    private async Task CreateQueueAsync()
    {
        await queue.CreateIfNotExistsAsync();
        exists = true;
    }
}

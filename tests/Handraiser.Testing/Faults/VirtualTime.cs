namespace Handraiser.Testing.Faults;

/// <summary>
/// One thread and a time that jumps: everything that the simulated processes do runs here, in an order that the seed decides. Whoever waits
/// is passed over until nobody can go on; then the time moves to whatever is next. The same seed gives the same run.
/// </summary>
/// <param name="random">Decides who goes first.</param>
/// <param name="start">When the story begins.</param>
internal sealed class VirtualTime(Random random, DateTimeOffset start) : TaskScheduler
{
    private const double OutOfTurn = 0.2;

    private readonly List<Task> ready = [];
    private readonly PriorityQueue<Action, (long At, long Order)> later = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
    private long order;
    private volatile bool strayed;

    /// <summary>The true time, which no simulated process sees without its own error.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>What went wrong where nothing catches it.</summary>
    public List<Exception> Lost { get; } = [];

    /// <summary>Runs something, as a process runs a thread.</summary>
    public void Start(Func<Task> work) => Task.Factory.StartNew(() => GuardAsync(work), CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    /// <summary>Does something at a moment, or at once when it has passed.</summary>
    public void At(DateTimeOffset moment, Action then) => later.Enqueue(then, (Math.Max(moment.UtcTicks, Now.UtcTicks), ++order));

    /// <summary>Waits.</summary>
    public Task Delay(TimeSpan time)
    {
        var done = new TaskCompletionSource();
        At(Now + time, done.SetResult);
        return done.Task;
    }

    /// <summary>Goes on until a moment, or until there is nothing left to do or enough was done.</summary>
    /// <param name="end">The moment.</param>
    /// <param name="isEnough">Asked whenever everybody waits.</param>
    /// <param name="most">How many steps are allowed: a run that goes round in circles ends.</param>
    /// <returns>False when the steps were used up.</returns>
    public bool RunUntil(DateTimeOffset end, Func<bool> isEnough, ref int most)
    {
        while (true)
        {
            if (strayed) throw new InvalidOperationException("Something left the one thread of the simulation.");
            while (ready.Count > 0)
            {
                if (--most < 0) return false;
                var turn = ready.Count > 1 && random.NextDouble() < OutOfTurn ? random.Next(ready.Count) : 0;
                var task = ready[turn];
                ready.RemoveAt(turn);
                TryExecuteTask(task);
            }
            if (isEnough()) return true;
            if (!later.TryPeek(out _, out var next) || next.At > end.UtcTicks)
            {
                Now = end;
                return true;
            }
            Now = new DateTimeOffset(next.At, TimeSpan.Zero);
            later.Dequeue()();
        }
    }

    protected override void QueueTask(Task task)
    {
        // From another thread the order would be nobody's decision. An exception here would be swallowed.
        if (Environment.CurrentManagedThreadId == thread) ready.Add(task);
        else strayed = true;
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => ready;

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            Lost.Add(e);
        }
    }
}

/// <summary>The clock of one machine: it goes as fast as the others and is wrong by as much all the time.</summary>
internal sealed class SkewedClock(VirtualTime time, TimeSpan error) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => time.Now + error;

    public override long GetTimestamp() => time.Now.UtcTicks;

    /// <summary>Rings once, in the one thread's time.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Bell(time, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Bell(VirtualTime time, Action ring) : ITimer
    {
        private int armed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var set = ++armed;
            if (dueTime >= TimeSpan.Zero) time.At(time.Now + dueTime, () => { if (armed == set) ring(); });
            return true;
        }

        public void Dispose() => armed++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

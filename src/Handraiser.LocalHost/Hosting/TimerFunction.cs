using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// Runs one timer function by its schedule, in UTC and never two at a time. As on Azure, runs that were missed while the last one
/// took its time are made up for by one.
/// </summary>
internal sealed class TimerFunction : IAsyncDisposable
{
    // A timer cannot be set for longer than 49 days; waking early costs nothing.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly HostedFunction function;
    private readonly TimerTriggerAttribute trigger;
    private readonly CrontabSchedule schedule;
    private readonly FunctionInvoker invoker;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly SemaphoreSlim alone = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private ITimer? timer;
    private DateTime last;
    private DateTime next;

    /// <exception cref="FormatException">The schedule is not NCRONTAB with six fields.</exception>
    public TimerFunction(HostedFunction function, string expression, FunctionInvoker invoker, TimeProvider time, ILogger log)
    {
        this.function = function;
        this.invoker = invoker;
        this.time = time;
        this.log = log;
        trigger = (TimerTriggerAttribute)function.Trigger;
        schedule = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            ?? throw new FormatException($"Function {function.Name}: '{expression}' is not an NCRONTAB schedule with six fields.");
    }

    public bool RunOnStartup => trigger.RunOnStartup;

    /// <summary>Begins the schedule now.</summary>
    /// <param name="byItself">Whether the clock runs it; else only <see cref="TickAsync"/> does.</param>
    public void Start(bool byItself)
    {
        next = schedule.GetNextOccurrence(Now);
        if (byItself)
        {
            timer = time.CreateTimer(_ => _ = WakeAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Arm();
        }
    }

    /// <summary>Runs the function if it is due and not running, once however many runs were missed; returns when it is done.</summary>
    /// <param name="now">The time to go by, UTC.</param>
    public async Task TickAsync(DateTimeOffset now)
    {
        if (await alone.WaitAsync(0))
        {
            await RunAloneAsync(now.UtcDateTime, evenIfNotDue: false);
        }
    }

    /// <summary>Runs the function now, due or not.</summary>
    public async Task RunNowAsync()
    {
        await alone.WaitAsync(stopping.Token);
        await RunAloneAsync(Now, evenIfNotDue: true);
    }

    /// <summary>Waits for a run that is going on, and after the grace asks it to end.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (timer is not null)
        {
            await timer.DisposeAsync();
        }

        if (!await alone.WaitAsync(grace))
        {
            log.StopIsSlow(function.Name);
            await stopping.CancelAsync();
            await alone.WaitAsync(grace);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (timer is not null)
        {
            await timer.DisposeAsync();
        }

        stopping.Dispose();
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task WakeAsync()
    {
        await alone.WaitAsync(stopping.Token);
        await RunAloneAsync(Now, evenIfNotDue: false);
        Arm();
    }

    private void Arm()
    {
        var wait = next - Now;
        timer!.Change(wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < LongestSleep ? wait : LongestSleep, Timeout.InfiniteTimeSpan);
    }

    private async Task RunAloneAsync(DateTime now, bool evenIfNotDue)
    {
        try
        {
            if (!evenIfNotDue && now < next)
            {
                return;
            }

            var coming = schedule.GetNextOccurrence(now);
            var status = new ScheduleStatus { Last = last, Next = coming, LastUpdated = last };
            (last, next) = (now, coming);
            var info = new TimerInfo { ScheduleStatus = trigger.UseMonitor ? status : null };
            await invoker.InvokeAsync(function, new Trigger(info, Trigger.NoMetadata), null, stopping.Token);
        }
        catch (Exception e)
        {
            log.FunctionFailed(e, function.Name);
        }
        finally
        {
            alone.Release();
        }
    }
}

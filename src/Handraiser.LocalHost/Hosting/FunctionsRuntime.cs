using System.Text.RegularExpressions;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// Runs a function app on this machine with the semantics of the Azure Functions host: queue functions under a lease with failure
/// delay and poison queue, timer functions by NCRONTAB in UTC, HTTP functions under the route prefix.
/// </summary>
public sealed partial class FunctionsRuntime : IHostedService, IAsyncDisposable
{
    private readonly FunctionsRuntimeOptions options;
    private readonly FunctionInvoker invoker;
    private readonly List<QueuePump> pumps;
    private readonly List<TimerFunction> timers;
    private readonly HttpFunctions http;
    private readonly CancellationTokenSource stopping = new();
    private Task startupRuns = Task.CompletedTask;
    private int disposed;

    /// <summary>Makes ready to run; nothing is read or run before <see cref="StartAsync"/>.</summary>
    /// <param name="options">What to run, and how.</param>
    /// <param name="pipeline">The middleware around every invocation.</param>
    /// <param name="services">What the function classes are constructed from, in a scope per invocation.</param>
    /// <param name="queues">The account of all queues, whatever connection a trigger names. It must leave messages as they are: the encoding of <c>host.json</c> is applied here.</param>
    /// <param name="settings">The settings for <c>%Name%</c> in queue names and schedules.</param>
    /// <param name="time">The clock that timer functions go by. Queues go by the storage account's.</param>
    /// <param name="log">Where failures are told.</param>
    /// <exception cref="InvalidOperationException">A setting that a trigger names is missing.</exception>
    /// <exception cref="FormatException">A schedule is not NCRONTAB with six fields.</exception>
    public FunctionsRuntime(
        FunctionsRuntimeOptions options,
        FunctionsPipeline pipeline,
        IServiceProvider services,
        QueueServiceClient queues,
        IConfiguration settings,
        TimeProvider time,
        ILogger<FunctionsRuntime> log)
    {
        this.options = options;
        var functions = options.Functions.Functions;
        invoker = new FunctionInvoker(options.Functions, pipeline, services);
        var doors = new OpenDoors();
        http = new HttpFunctions(options.Functions, invoker, options.Host.RoutePrefix, doors, log, stopping.Token);
        pumps = [.. from function in functions
                    let trigger = function.Trigger as QueueTriggerAttribute
                    where trigger is not null
                    select Pump(function, Resolve(trigger.QueueName, function, settings))];
        timers = [.. from function in functions
                     let trigger = function.Trigger as TimerTriggerAttribute
                     where trigger is not null
                     select new TimerFunction(function, Resolve(trigger.Schedule, function, settings), invoker, time, log)];

        QueuePump Pump(HostedFunction function, string name)
        {
            // As on Azure, a poison queue has no poison queue of its own.
            var (queue, rules) = (queues.GetQueueClient(name), options.Host.Queues);
            var poison = name.EndsWith("-poison", StringComparison.Ordinal) ? null : queues.GetQueueClient($"{name}-poison");
            return new QueuePump(new QueueFunction(function, queue, poison, rules, options.Lease, invoker, log), queue, rules, doors, options, log);
        }
    }

    /// <summary>How often each function ran, by its name.</summary>
    public IReadOnlyDictionary<string, FunctionCount> Counts => invoker.Counts;

    /// <summary>Creates the queues, starts the queue functions and the timers' schedules, and runs what runs on startup.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(pumps.Select(pump => pump.StartAsync()));
        timers.ForEach(timer => timer.Start(options.TimersRunByThemselves));
        startupRuns = Task.WhenAll(timers.Where(timer => timer.RunOnStartup).Select(timer => timer.RunNowAsync()));
    }

    /// <summary>
    /// Takes no more messages, gives back at once what was received but not begun, and waits for what is running, bounded by
    /// <see cref="FunctionsRuntimeOptions.StopGrace"/>; what then still runs is left to its lease. Nothing is lost.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll([
            .. pumps.Select(pump => pump.StopAsync(options.StopGrace)),
            .. timers.Select(timer => timer.StopAsync(options.StopGrace)),
        ]).WaitAsync(cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        await stopping.CancelAsync();
    }

    /// <summary>Runs every timer function that is due, once, and returns when all are done. For clocks that are moved by hand.</summary>
    /// <param name="now">The time to go by, UTC.</param>
    public Task TickAsync(DateTimeOffset now) => Task.WhenAll(timers.Select(timer => timer.TickAsync(now)));

    /// <summary>
    /// Completes when every queue is empty, delayed messages included, and no function is running. What sits in a poison queue
    /// without a function of its own does not count.
    /// </summary>
    /// <exception cref="OperationCanceledException">It took too long for the caller.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await startupRuns.WaitAsync(cancellationToken);
        var pause = TimeSpan.FromMilliseconds(20);
        while (!await IsDrainedAsync(cancellationToken))
        {
            await Task.Delay(pause, cancellationToken);
            pause = pause * 1.5 < TimeSpan.FromMilliseconds(250) ? pause * 1.5 : TimeSpan.FromMilliseconds(250);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Registered as itself and as a hosted service, it is disposed of twice.
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        foreach (var timer in timers)
        {
            await timer.DisposeAsync();
        }

        pumps.ForEach(pump => pump.Dispose());
        stopping.Dispose();
    }

    internal void Map(IEndpointRouteBuilder endpoints) => http.Map(endpoints);

    private async Task<bool> IsDrainedAsync(CancellationToken cancellationToken)
    {
        // Nothing ran before and nothing was received meanwhile: so nothing moved between the queues while they were counted.
        var receivedBefore = pumps.Sum(pump => pump.Received);
        if (invoker.Running > 0 || !pumps.TrueForAll(pump => pump.Idle))
        {
            return false;
        }

        var counts = await Task.WhenAll(pumps.Select(async pump => (Pump: pump, Count: await pump.CountAsync(cancellationToken))));
        foreach (var (pump, _) in counts.Where(entry => entry.Count > 0))
        {
            pump.Wake();
        }

        return counts.All(entry => entry.Count == 0) && invoker.Running == 0 && pumps.Sum(pump => pump.Received) == receivedBefore;
    }

    private static string Resolve(string text, HostedFunction function, IConfiguration settings) =>
        SettingName().Replace(text, match => settings[match.Groups[1].Value]
            ?? throw new InvalidOperationException($"Function {function.Name}: there is no setting {match.Groups[1].Value}."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}

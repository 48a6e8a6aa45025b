using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Operators.Vitals;

/// <summary>
/// Hands what is counted to the Functions host, which passes it on to Application Insights as custom metrics. The host takes metrics only from
/// within an invocation, so they are told at the end of one: when nothing else is under way and the last telling is ten seconds ago, or in any
/// case after a minute. What an instance counts after its last invocation ends with it. Gauges are not told here, but by whoever measures them
/// (<see cref="TakeVitals"/>), at once: alerts wait for them.
/// </summary>
internal sealed class MetricsForHost : IFunctionsWorkerMiddleware, IDisposable
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(Instrument Instrument, Tag First, Tag Second), Sum> sums = new();
    private readonly MeterListener listener;
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private int underWay;
    private long told;

    /// <summary>Begins to listen, unless the log would not take it.</summary>
    public MetricsForHost(ILogger<MetricsForHost> log, TimeProvider clock)
    {
        this.log = log;
        this.clock = clock;
        told = clock.GetUtcNow().UtcTicks;
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listen) =>
            {
                if (instrument.Meter.Name == Meters.Name && instrument is not Gauge<double>) listen.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        if (log.IsEnabled(LogLevel.Information)) listener.Start();
    }

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            await next(context);
        }
        finally
        {
            var quiet = Interlocked.Decrement(ref underWay) == 0;
            var (now, last) = (clock.GetUtcNow().UtcTicks, Interlocked.Read(ref told));
            if (now - last >= (quiet ? Least : Most).Ticks && Interlocked.CompareExchange(ref told, now, last) == last) Tell();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Tell()
    {
        foreach (var ((instrument, first, second), sum) in sums)
        {
            if (sum.Take() is not { Count: > 0 } measured) continue;
            var properties = new Dictionary<string, object>();
            if (first.Name is not null) properties[first.Name] = first.Value!;
            if (second.Name is not null) properties[second.Name] = second.Value!;
            if (instrument is Histogram<double>)
            {
                // The host knows min and max by these names. It would take a count, too, but not every version of it as it comes from here.
                (properties["min"], properties["max"], properties["measured"]) = (measured.Smallest, measured.Largest, measured.Count);
            }
            log.LogMetric(instrument.Name, instrument is Histogram<double> ? measured.Total / measured.Count : measured.Total, properties);
        }
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        sums.GetOrAdd((instrument, Tag.Of(tags, 0), Tag.Of(tags, 1)), static _ => new Sum()).Add(value);

    /// <summary>A tag of a measurement; without a name, none. No instrument of ours has more than two.</summary>
    private readonly record struct Tag(string? Name, string? Value)
    {
        public static Tag Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, int place) => place < tags.Length ? new Tag(tags[place].Key, tags[place].Value?.ToString() ?? "") : default;
    }

    private readonly record struct Measured(double Total, int Count, double Smallest, double Largest);

    private sealed class Sum
    {
        private readonly Lock gate = new();
        private Measured measured;

        public void Add(double value)
        {
            lock (gate)
            {
                measured = measured.Count == 0 ? new Measured(value, 1, value, value)
                    : new Measured(measured.Total + value, measured.Count + 1, Math.Min(measured.Smallest, value), Math.Max(measured.Largest, value));
            }
        }

        /// <summary>What was measured since the last time, and begins anew.</summary>
        public Measured Take()
        {
            lock (gate)
            {
                var taken = measured;
                measured = default;
                return taken;
            }
        }
    }
}

using System.Diagnostics.Metrics;
using Handraiser.Functions.Operators.Vitals;

namespace Handraiser.Functions;

/// <summary>What the application counts while it runs (OpenTelemetry meter <c>Handraiser</c>). Nothing personal is ever a tag.</summary>
public static class Meters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Handraiser";

    private static readonly Meter Meter = new(Name);

    /// <summary>Events acknowledged at the door, by sender; repeats included.</summary>
    public static readonly Counter<long> Accepted = Meter.CreateCounter<long>("handraiser.events.accepted", "{event}");
    /// <summary>Events folded into profiles for the first time.</summary>
    public static readonly Counter<long> Folded = Meter.CreateCounter<long>("handraiser.events.folded", "{event}");
    /// <summary>Events that had been folded before.</summary>
    public static readonly Counter<long> Repeated = Meter.CreateCounter<long>("handraiser.events.repeated", "{event}");
    /// <summary>Events and messages that could not be processed.</summary>
    public static readonly Counter<long> Parked = Meter.CreateCounter<long>("handraiser.events.parked", "{event}");
    /// <summary>Events dropped because their customer was erased.</summary>
    public static readonly Counter<long> Erased = Meter.CreateCounter<long>("handraiser.events.erased", "{event}");
    /// <summary>Customers looked at by the sweep after a new playbook or model.</summary>
    public static readonly Counter<long> Swept = Meter.CreateCounter<long>("handraiser.sweep.looked", "{customer}");
    /// <summary>Customers woken by the agenda.</summary>
    public static readonly Counter<long> Woken = Meter.CreateCounter<long>("handraiser.agenda.woken", "{customer}");

    private static readonly Gauge<double> QueueDepth = Meter.CreateGauge<double>(Names.Metrics.QueueDepth, "{message}");
    private static readonly Gauge<double> QueueLag = Meter.CreateGauge<double>(Names.Metrics.QueueLag, "s");
    private static readonly Gauge<double> AgendaLag = Meter.CreateGauge<double>(Names.Metrics.AgendaLag, "s");
    private static readonly Gauge<double> SendingStopped = Meter.CreateGauge<double>(Names.Metrics.SendingStopped, "{channel}");

    /// <summary>Records what was measured.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sign has no metric.</exception>
    public static void Record(VitalSign sign)
    {
        var gauge = sign.Name switch
        {
            Names.Metrics.QueueDepth => QueueDepth,
            Names.Metrics.QueueLag => QueueLag,
            Names.Metrics.AgendaLag => AgendaLag,
            Names.Metrics.SendingStopped => SendingStopped,
            _ => throw new ArgumentOutOfRangeException(nameof(sign), sign.Name, "There is no such metric."),
        };
        if (sign.Queue is { } queue) gauge.Record(sign.Value, new KeyValuePair<string, object?>("queue", queue));
        else gauge.Record(sign.Value);
    }
}

using System.Diagnostics.Metrics;
using Handraiser.Events;
using Handraiser.Functions.Operators.Vitals;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.Functions;

/// <summary>What the application counts while it runs (OpenTelemetry meter <c>Handraiser</c>). Nothing personal is ever a tag.</summary>
public static class Meters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Handraiser";

    private static readonly Meter Meter = new(Name);

    /// <summary>Events acknowledged at the door, by sender; repeats included.</summary>
    public static readonly Counter<long> Accepted = Meter.CreateCounter<long>("handraiser.events.accepted", "{event}", "Events acknowledged at the door, by sender; repeats included.");
    /// <summary>Events that the application itself told: what customers did on its pages, how follow-ups ended, whom campaigns chose; repeats included.</summary>
    public static readonly Counter<long> Told = Meter.CreateCounter<long>("handraiser.events.told", "{event}", "Events that the application itself told, such as the end of a follow-up; repeats included.");
    /// <summary>Events folded into profiles for the first time.</summary>
    public static readonly Counter<long> Folded = Meter.CreateCounter<long>("handraiser.events.folded", "{event}", "Events folded into profiles for the first time.");
    /// <summary>Events that had been folded before.</summary>
    public static readonly Counter<long> Repeated = Meter.CreateCounter<long>("handraiser.events.repeated", "{event}", "Events that had been folded before.");
    /// <summary>Events and messages that could not be processed.</summary>
    public static readonly Counter<long> Parked = Meter.CreateCounter<long>("handraiser.events.parked", "{event}", "Events and messages that could not be processed.");
    /// <summary>Events dropped because their customer was erased.</summary>
    public static readonly Counter<long> Erased = Meter.CreateCounter<long>("handraiser.events.erased", "{event}", "Events dropped because their customer was erased.");
    /// <summary>Customers looked at by the sweep after a new playbook or model.</summary>
    public static readonly Counter<long> Swept = Meter.CreateCounter<long>("handraiser.sweep.looked", "{customer}", "Customers looked at after a new playbook or model.");
    /// <summary>Customers woken by the agenda.</summary>
    public static readonly Counter<long> Woken = Meter.CreateCounter<long>("handraiser.agenda.woken", "{customer}", "Customers woken by the agenda.");

    private static readonly Counter<long> Hops = Meter.CreateCounter<long>("handraiser.segments.hops", "{hop}", "Customers who entered or left a segment.");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("handraiser.decisions", "{decision}", "What plays decided, by the gate that decided it; passed is to act.");
    internal static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("handraiser.deliveries", "{delivery}", "Calls of providers and hand-overs to people, by channel and how they ended.");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("handraiser.events.lag", "s", "From an event's arrival to the commit of what followed from it.");
    private static readonly Counter<long> StorageCalls = Meter.CreateCounter<long>("handraiser.storage.calls", "{call}", "Calls of storage, by service and method.");
    private static readonly Counter<double> Cost = Meter.CreateCounter<double>("handraiser.cost", "USD", "What calls of storage cost by list prices, by service.");
    private static readonly Gauge<double> QueueDepth = Meter.CreateGauge<double>(Names.Metrics.QueueDepth, "{message}", "Messages in a queue, hidden ones included.");
    private static readonly Gauge<double> QueueLag = Meter.CreateGauge<double>(Names.Metrics.QueueLag, "s", "How long the first visible message of a queue has waited.");
    private static readonly Gauge<double> AgendaLag = Meter.CreateGauge<double>(Names.Metrics.AgendaLag, "s", "How long the oldest due wake has waited.");
    private static readonly Gauge<double> SendingStopped = Meter.CreateGauge<double>(Names.Metrics.SendingStopped, "{channel}", "Channels that stopped sending by themselves.");

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

    /// <summary>Counts a hop.</summary>
    internal static void Hopped(Hop hop) =>
        Hops.Add(1, new KeyValuePair<string, object?>("segment", hop.Segment), new KeyValuePair<string, object?>("change", hop.Entered ? "entered" : "left"));

    /// <summary>Counts the decisions that the second profile has and the first has not, a repeat included.</summary>
    internal static void Decided(Profile before, Profile after)
    {
        if (!Decisions.Enabled || before.Decisions == after.Decisions) return;
        foreach (var decision in after.Decisions)
        {
            if (Known(before, decision)) continue;
            Decisions.Add(1, new KeyValuePair<string, object?>("gate", decision.Gate), new KeyValuePair<string, object?>("play", decision.Play));
        }
    }

    /// <summary>Counts a call of a provider, or a hand-over to a person.</summary>
    internal static void Delivered(ActionKind kind, OutcomeClass outcome) =>
        Deliveries.Add(1, new KeyValuePair<string, object?>("channel", Word(kind)), new KeyValuePair<string, object?>("outcome", Word(outcome)));

    /// <summary>Measures how long it took from the arrival of events until now, when what followed from them is committed.</summary>
    internal static void Answered(IReadOnlyList<DateTimeOffset> arrived, DateTimeOffset now)
    {
        if (!Lag.Enabled) return;
        foreach (var at in arrived) Lag.Record(Math.Max(0, (now - at).TotalSeconds));
    }

    /// <summary>Counts a call of storage and what it costs by list price, in US dollars.</summary>
    internal static void Called(string service, string method, double price)
    {
        var tag = new KeyValuePair<string, object?>("service", service);
        StorageCalls.Add(1, tag, new KeyValuePair<string, object?>("method", method));
        Cost.Add(price, tag);
    }

    /// <summary>A channel in tags.</summary>
    internal static string Word(ActionKind kind) => kind switch
    {
        ActionKind.Email => "email",
        ActionKind.Sms => "sms",
        ActionKind.FollowUp => "follow-up",
        ActionKind.Ask => "ask",
        ActionKind.Alert => "alert",
        ActionKind.Webhook => "webhook",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of action."),
    };

    /// <summary>How a call ended, in tags.</summary>
    internal static string Word(OutcomeClass outcome) => outcome switch
    {
        OutcomeClass.Accepted => "accepted",
        OutcomeClass.Throttled => "throttled",
        OutcomeClass.Temporary => "temporary",
        OutcomeClass.Permanent => "permanent",
        OutcomeClass.Ambiguous => "ambiguous",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "There is no such outcome."),
    };

    private static bool Known(Profile before, Decision decision)
    {
        foreach (var known in before.Decisions)
        {
            if (ReferenceEquals(known, decision)) return true;
        }
        return false;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Handraiser.Functions;

namespace Handraiser.LocalHost.Metrics;

/// <summary>One line of the page of metrics.</summary>
/// <param name="Name">The instrument.</param>
/// <param name="Tags">Its tags, as <c>name=value</c>; empty for none.</param>
/// <param name="Unit">What it counts or measures, by UCUM.</param>
/// <param name="Meaning">What it means, where the instrument says so.</param>
/// <param name="Value">The sum of a counter, the last value of a gauge, the mean of a histogram.</param>
/// <param name="Count">How many measurements it had.</param>
/// <param name="Largest">The largest measurement.</param>
internal sealed record Figure(string Name, string Tags, string Unit, string Meaning, double Value, long Count, double Largest)
{
    /// <summary>Whether single measurements say something, and not only their sum.</summary>
    public required bool IsHistogram { get; init; }
}

/// <summary>Listens to what the application measures in this process, since it started.</summary>
internal sealed class LocalMetrics : IDisposable
{
    private readonly ConcurrentDictionary<(Instrument Instrument, string Tags), Sum> sums = new();
    private readonly MeterListener listener;

    public LocalMetrics()
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listen) =>
            {
                if (instrument.Meter.Name == Meters.Name) listen.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Everything that was measured so far, by name and tags.</summary>
    public IReadOnlyList<Figure> All =>
    [
        .. sums.Select(s => s.Value.Read(s.Key.Instrument, s.Key.Tags)).OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Tags, StringComparer.Ordinal),
    ];

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = "";
        foreach (var (name, told) in tags) text += text.Length == 0 ? $"{name}={told}" : $", {name}={told}";
        sums.GetOrAdd((instrument, text), static _ => new Sum()).Add(value);
    }

    private sealed class Sum
    {
        private readonly Lock gate = new();
        private double sum;
        private double last;
        private double largest = double.NegativeInfinity;
        private long count;

        public void Add(double value)
        {
            lock (gate)
            {
                (sum, last, largest, count) = (sum + value, value, Math.Max(largest, value), count + 1);
            }
        }

        public Figure Read(Instrument instrument, string tags)
        {
            lock (gate)
            {
                var isHistogram = instrument is Histogram<double>;
                var value = isHistogram ? sum / count : instrument is Gauge<double> ? last : sum;
                return new Figure(instrument.Name, tags, instrument.Unit ?? "", instrument.Description ?? "", value, count, largest) { IsHistogram = isHistogram };
            }
        }
    }
}

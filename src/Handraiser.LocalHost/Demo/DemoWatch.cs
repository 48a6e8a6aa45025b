using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Handraiser.Functions;

namespace Handraiser.LocalHost.Demo;

/// <summary>Listens to what the application counts while the day is played.</summary>
internal sealed class DemoWatch : IDisposable
{
    private readonly ConcurrentDictionary<string, long> totals = new();
    private readonly MeterListener listener;

    public DemoWatch()
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listen) =>
            {
                if (instrument.Meter.Name == Meters.Name) listen.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => totals.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
    }

    public long this[Instrument instrument] => totals.GetValueOrDefault(instrument.Name);

    public void Dispose() => listener.Dispose();
}

using System.Diagnostics.Metrics;
using Azure.Core.Pipeline;
using Handraiser.Functions;
using Handraiser.LocalHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>Handraiser as it is: the local host with its functions, archive on.</summary>
internal sealed class HandraiserPipeline : IPipeline
{
    private readonly LocalApp app;
    private readonly MeterListener listener;
    private long processed;

    private HandraiserPipeline(LocalApp app)
    {
        this.app = app;
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listen) =>
            {
                // By name: the instrument is told of while its field is still being set.
                if (instrument.Meter.Name == Meters.Name && instrument.Name == "handraiser.events.folded") listen.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref processed, value));
        listener.Start();
    }

    public long Processed => Interlocked.Read(ref processed);

    public static async Task<IPipeline> StartAsync(string storage, string folder, int port, CallRecorder recorder) => new HandraiserPipeline(await LocalApp.StartAsync(
        new LocalOptions
        {
            Port = port,
            Storage = storage,
            Keys = LocalKeys.LoadOrCreate(folder),
            Folder = Path.Combine(folder, "mailbox"),
            LogLevel = LogLevel.Warning,
            // The emulator may close a connection while it answers: a message whose receipt was lost so is not to cost ten minutes.
            Lease = TimeSpan.FromSeconds(30),
            Services = services => services.AddSingleton<HttpPipelinePolicy>(recorder),
        },
        CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await app.DisposeAsync();
    }
}

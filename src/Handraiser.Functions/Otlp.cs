using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Handraiser.Functions;

/// <summary>
/// Spans, metrics and logs over OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; the exporter reads that and its other settings by
/// their OpenTelemetry names. Beside it the Functions host tells Application Insights of every invocation and log line, as ever.
/// </summary>
internal sealed class Otlp(IConfiguration settings) : IHostedService, IDisposable
{
    /// <summary>The setting that switches it on.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private TracerProvider? traces;
    private MeterProvider? metrics;

    /// <summary>Adds the three, or nothing where no endpoint is set.</summary>
    public static void Add(IServiceCollection services, IConfiguration settings)
    {
        if (settings[Endpoint] is not { Length: > 0 }) return;
        services.AddLogging(logging => logging.AddOpenTelemetry(log =>
        {
            log.SetResourceBuilder(Resource(settings));
            log.AddOtlpExporter();
        }));
        services.AddHostedService<Otlp>();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        traces = Sdk.CreateTracerProviderBuilder().ConfigureServices(Configured).SetResourceBuilder(Resource(settings)).AddSource(Spans.Name).AddOtlpExporter().Build();
        metrics = Sdk.CreateMeterProviderBuilder().ConfigureServices(Configured).SetResourceBuilder(Resource(settings)).AddMeter(Meters.Name).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    /// <summary>Tells what is not told yet.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces?.ForceFlush();
        metrics?.ForceFlush();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    /// <summary>The exporters read the application's settings, wherever these come from.</summary>
    private void Configured(IServiceCollection services) => services.AddSingleton(settings);

    private static ResourceBuilder Resource(IConfiguration settings) =>
        ResourceBuilder.CreateDefault().AddService(settings["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : "handraiser");
}

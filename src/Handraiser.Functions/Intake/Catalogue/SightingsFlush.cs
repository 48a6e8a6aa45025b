using Azure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>Writes what this instance saw at most once a minute, and when it stops; where it saw nothing, it asks storage for nothing.</summary>
public sealed partial class SightingsFlush(Sightings sightings, UnknownProducts unknown, ICatalogue catalogue, TimeProvider clock, ILogger<SightingsFlush> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minutes = new PeriodicTimer(Every, clock);
        try
        {
            while (await minutes.WaitForNextTickAsync(stoppingToken)) await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is left is written by StopAsync.
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <summary>Writes everything that was noted. When storage is down, it is kept for the next time.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (sightings.IsEmpty) return;
        var (names, products) = sightings.Take();
        try
        {
            // Products first: what an event describes need not be listed as unknown because another event only named it.
            await catalogue.LearnAsync(products, cancellation);
            products = [];
            await unknown.AddAsync(names, cancellation);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException or HttpRequestException)
        {
            sightings.PutBack(names, products);
            NotWritten(e, names.Count, products.Count);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Names} names of unknown products and {Products} products that events told of could not be written; they are kept for the next minute")]
    private partial void NotWritten(Exception exception, int names, int products);
}

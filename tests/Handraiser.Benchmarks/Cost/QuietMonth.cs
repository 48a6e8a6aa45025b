using Handraiser.LocalHost;
using Handraiser.LocalHost.Storage;
using Microsoft.Extensions.Logging;

namespace Handraiser.Benchmarks.Cost;

/// <summary>What the timers do in a month in which nothing happens: every one of them ticked through a virtual day, its calls counted.</summary>
/// <param name="Executions">Executions in 30 days.</param>
/// <param name="TableCalls">Calls of tables.</param>
/// <param name="QueueCalls">Calls of queues.</param>
/// <param name="BlobCalls">Calls of blobs.</param>
internal sealed record QuietMonth(double Executions, double TableCalls, double QueueCalls, double BlobCalls)
{
    private const int Days = 30;
    private static readonly TimeSpan Warm = TimeSpan.FromHours(1);

    /// <summary>Runs the day and counts.</summary>
    public static async Task<QuietMonth> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("handraiser-quiet-").FullName;
        var begins = new DateTimeOffset(2026, 3, 11, 0, 0, 0, TimeSpan.Zero);
        await using var azurite = await Azurite.StartOwnedAsync(null, Console.Error.WriteLine);
        await using var app = await LocalApp.StartAsync(
            new LocalOptions
            {
                Port = 0,
                Storage = azurite.ConnectionString,
                Keys = LocalKeys.Create(),
                Folder = folder,
                Clock = LocalClock.Held(begins),
                TimersRunByThemselves = false,
                LogLevel = LogLevel.Warning,
            },
            CancellationToken.None);

        await TickAsync(app, begins, Warm);
        var (timers, calls) = (Timers(app), Calls(app));
        await TickAsync(app, begins + Warm, TimeSpan.FromDays(1));
        return new QuietMonth(
            Days * (Timers(app) - timers), Days * Since("tables"), Days * Since("queues"), Days * Since("blobs"));

        double Since(string service) => Calls(app).Where(c => Is(c.Key, service)).Sum(c => c.Value) - calls.Where(c => Is(c.Key, service)).Sum(c => c.Value);
    }

    private static async Task TickAsync(LocalApp app, DateTimeOffset from, TimeSpan span)
    {
        for (var at = from; at < from + span; at += TimeSpan.FromMinutes(1))
        {
            app.Options.Clock.MoveTo(at);
            await app.Runtime.TickAsync(at);
        }
    }

    private static double Timers(LocalApp app) => app.Runtime.Counts.Values.Sum(c => c.Invocations);

    /// <summary>Polling of queues is left out: where nothing runs there is no instance that polls.</summary>
    private static Dictionary<string, long> Calls(LocalApp app) => app.Calls.ByKind.Where(c => c.Key != "queues GET").ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);

    private static bool Is(string kind, string service) => kind.StartsWith(service, StringComparison.Ordinal);
}

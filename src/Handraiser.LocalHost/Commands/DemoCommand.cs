using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Handraiser.LocalHost.Demo;
using Handraiser.LocalHost.Storage;
using Handraiser.Playbooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser demo</c>: four weeks of a sample shop's regulars and one day of its list, played through signed webhooks in about a minute.</summary>
internal static class DemoCommand
{
    /// <summary>Tuesday, so that the whole of the day and the next are business days.</summary>
    private static readonly DateTimeOffset Begins = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    public static Command Create()
    {
        var command = new Command("demo", "Watch 9,000 mails become 1,800 opens become 54 raised hands: a sample shop's day through signed webhooks, in virtual time.");
        var exit = new Option<bool>("--exit") { Description = "End when the day is over, instead of serving on so that you can look around." };
        var json = new Option<bool>("--json") { Description = "Print the figures as one JSON object." };
        var customers = new Option<int>("--customers") { Description = "How many are on the list.", DefaultValueFactory = _ => 9000 };
        var speed = new Option<int>("--speed") { Description = "Virtual minutes that pass at a time; fewer is slower and finer.", DefaultValueFactory = _ => 15 };
        var options = new HostOptions();
        foreach (var option in new Option[] { exit, json, customers, speed }) command.Options.Add(option);
        options.AddTo(command, clock: false);
        command.SetAction((parsed, cancellation) => RunAsync(
            options.Read(parsed), parsed.GetValue(customers), parsed.GetValue(speed), parsed.GetValue(exit), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(LocalOptions options, int customers, int speed, bool exit, bool json, CancellationToken cancellation)
    {
        if (customers < 1 || speed is < 1 or > 60)
        {
            await Console.Error.WriteLineAsync("--customers must be at least 1, and --speed between 1 and 60 minutes.");
            return 1;
        }
        try
        {
            var day = DemoDay.Make(customers, Begins);
            var weeks = DemoWeeks.Make(customers, Begins);
            var folder = LocalFolder.Of(Path.Combine("demo", DateTime.UtcNow.ToString("yyyyMMdd-HHmmss-fff", System.Globalization.CultureInfo.InvariantCulture)));
            // A fresh storage of its own: the demo never meets the customers of an earlier run.
            await using var storage = options.Storage is null ? await Azurite.StartOwnedAsync(exit ? null : folder, Console.Error.WriteLine, cancellation) : null;
            await using var app = await LocalApp.StartAsync(options with
            {
                Port = exit ? 0 : options.Port,
                Storage = storage?.ConnectionString ?? options.Storage,
                Clock = LocalClock.Held(weeks.Begins),
                Folder = Path.Combine(folder, "mailbox"),
                // Whom a holdout leaves out follows from the customers' ids, and these from this key: the same in every run.
                Keys = exit ? LocalKeys.Create() with { Installation = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]) } : options.Keys,
                TimersRunByThemselves = false,
                Progress = Console.Error.WriteLine,
                LogLevel = options.LogLevel == LogLevel.Debug ? LogLevel.Debug : LogLevel.Warning,
                // What is printed is for whoever reads on: a line of the log must not come between.
                Logging = logging => logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace),
            }, cancellation);

            using var watch = new DemoWatch();
            using var player = new DemoPlayer(app);
            var started = Stopwatch.GetTimestamp();
            var figures = await DemoScreen.ProgressAsync(json, async (before, during) =>
            {
                await player.PlayAsync(weeks, day.Posts[0].At, before, cancellation);
                var earlier = await DemoFigures.CountAsync(app, watch, Stopwatch.GetElapsedTime(started), day.Begins, cancellation);
                await player.PlayAsync(day, TimeSpan.FromMinutes(speed), day.Begins.AddHours(30), during, cancellation);
                return (await DemoFigures.CountAsync(app, watch, Stopwatch.GetElapsedTime(started), day.Begins, cancellation)).Since(earlier);
            });
            // On a storage of its own nothing was ever published.
            var playbook = DefaultPlaybook.Playbook;
            figures = figures with { Story = await DemoStory.TellAsync(app, playbook, cancellation) };

            if (json) Console.WriteLine(JsonSerializer.Serialize(figures, DemoFiguresJson.Default.DemoFigures));
            else DemoScreen.Print(figures, playbook);
            if (exit) return 0;

            app.Options.Clock.Release();
            Console.WriteLine(ServeCommand.Welcome(app));
            await ServeOnAsync(app, cancellation);
            return 0;
        }
        catch (Exception e) when (e is LocalStorageException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>From here on real time passes: what falls due is played for whoever looks around.</summary>
    private static async Task ServeOnAsync(LocalApp app, CancellationToken cancellation)
    {
        var stopped = app.WaitForShutdownAsync(cancellation);
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (!stopped.IsCompleted)
        {
            await app.Runtime.TickAsync(app.Options.Clock.GetUtcNow());
            await Task.WhenAny(stopped, minute.WaitForNextTickAsync(CancellationToken.None).AsTask());
        }
        await stopped;
    }
}

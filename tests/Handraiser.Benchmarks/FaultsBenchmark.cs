using System.CommandLine;
using System.Diagnostics;
using Handraiser.Testing.Faults;

namespace Handraiser.Benchmarks;

/// <summary>Plays seeds of the fault simulation, as many as are asked for, and says which did not hold.</summary>
internal static class FaultsBenchmark
{
    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "How many seeds to play.", DefaultValueFactory = _ => 10_000 };
        var first = new Option<int>("--first") { Description = "The first of them." };
        var seed = new Option<int?>("--seed") { Description = "One seed, told line by line." };
        var without = new Option<Protection>("--without") { Description = "A protection to do without." };
        var json = new Option<bool>("--json") { Description = "Print JSON only." };
        var command = new Command("faults", "Plays the shop on storage that fails: every seed is another story of crashes, lost answers and conflicts.") { seeds, first, seed, without, json };
        command.SetAction(told =>
        {
            if (told.GetValue(seed) is { } one) return Show(FaultRun.Play(one, told.GetValue(without), Console.WriteLine));
            return PlayAll(told.GetValue(first), told.GetValue(seeds), told.GetValue(without), told.GetValue(json));
        });
        return command;
    }

    private static int Show(FaultReport report)
    {
        Console.WriteLine(report);
        return report.Violations.Count == 0 ? 0 : 1;
    }

    private static int PlayAll(int first, int seeds, Protection without, bool json)
    {
        var clock = Stopwatch.StartNew();
        var gate = new Lock();
        var failed = new List<FaultReport>();
        long calls = 0, events = 0, mails = 0;
        Parallel.For(first, first + seeds, seed =>
        {
            var report = FaultRun.Play(seed, without);
            lock (gate)
            {
                calls += report.Calls;
                events += report.Events;
                mails += report.Mails;
                if (report.Violations.Count == 0) return;
                failed.Add(report);
                if (!json) Console.WriteLine(report);
            }
        });
        var seconds = clock.Elapsed.TotalSeconds;
        if (json) Console.WriteLine(BenchmarkJson.Text(new { seeds, violations = failed.Count, failedSeeds = failed.Select(f => f.Seed).Order().Take(100), storageCalls = calls, acknowledgedEvents = events, mailsTaken = mails, seconds = Math.Round(seconds, 1) }));
        else Console.WriteLine($"{seeds} seeds, {failed.Count} with violations; {calls} calls of storage, {events} events, {mails} mails, {seconds:0.0} s");
        return failed.Count == 0 ? 0 : 1;
    }
}

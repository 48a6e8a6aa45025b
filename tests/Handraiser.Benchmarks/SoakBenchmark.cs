using System.CommandLine;
using Handraiser.Benchmarks.Soak;

namespace Handraiser.Benchmarks;

/// <summary>Whether the host grows, leaks or slows down under a steady load.</summary>
internal static class SoakBenchmark
{
    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 10 };
        var rate = new Option<int>("--rate") { Description = "Posts a second, one event each.", DefaultValueFactory = _ => 60 };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var command = new Command("soak", "Memory, handles and latency over time under a steady load.") { minutes, rate, json };
        command.SetAction(async (parsed, _) =>
        {
            var report = await SoakRun.RunAsync(parsed.GetValue(minutes), parsed.GetValue(rate), Console.Error.WriteLine);
            if (parsed.GetValue(json)) Console.WriteLine(BenchmarkJson.Text(report));
            else
            {
                foreach (var sample in report.Samples) Console.WriteLine(SoakRun.Line(sample));
                Console.WriteLine(FormattableString.Invariant($"a minute after the warm-up: working set {report.WorkingSetMbPerMinute:+0.00;-0.00} MB, alive {report.LiveMbPerMinute:+0.00;-0.00} MB, handles {report.HandlesPerMinute:+0.00;-0.00}, threads {report.ThreadsPerMinute:+0.00;-0.00}; {report.Failed} posts failed"));
            }
            return 0;
        });
        return command;
    }
}

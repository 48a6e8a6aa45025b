using System.CommandLine;
using Handraiser.Benchmarks.Pipeline;

namespace Handraiser.Benchmarks;

/// <summary>
/// The whole pipeline over public HTTP against Azurite, beside the textbook's and beside the wall, in turn; medians of the rounds. Azurite
/// never flushes a commit to disk, which a database does, and keeps everything in memory here unless it is told otherwise: absolute figures
/// are for comparing within one run.
/// </summary>
internal static class PipelineBenchmark
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How many rounds; medians are printed.", DefaultValueFactory = _ => 3 };
        var brief = new Option<bool>("--brief") { Description = "Fewer events: to see that all of it works." };
        var ours = new Option<bool>("--ours") { Description = "Leaves the textbook out, and with it the report: for whoever looks for what to improve." };
        var disk = new Option<bool>("--on-disk") { Description = "Lets Azurite write its data to files, without flushing them, instead of keeping all in memory." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var command = new Command("pipeline", "Webhook to committed profile, in events a second and storage calls an event, beside the textbook's pipeline and the wall.") { rounds, brief, ours, disk, json };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(rounds), parsed.GetValue(brief) ? Sizes.Brief : Sizes.Whole, parsed.GetValue(ours), parsed.GetValue(disk), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, Sizes sizes, bool alone, bool onDisk, bool json)
    {
        var ours = new List<Round>();
        var theirs = new List<Round>();
        for (var i = 1; i <= rounds; i++)
        {
            ours.Add(await Trial.RunAsync(textbook: false, sizes, onDisk, what => Progress(i, "Handraiser", what)));
            // In the emulator's memory its many messages are what it waits for: on disk it is twice as fast.
            if (!alone) theirs.Add(await Trial.RunAsync(textbook: true, sizes.ForTextbook(), onDisk: true, what => Progress(i, "textbook", what)));
        }
        if (alone) return 0;
        var report = PipelineReport.Of(ours, theirs);
        if (json) Console.WriteLine(BenchmarkJson.Text(report));
        else report.Print();
        return 0;

        void Progress(int round, string whose, string what) => Console.Error.WriteLine($"round {round} of {rounds}, {whose}: {what}");
    }
}

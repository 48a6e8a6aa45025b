using System.CommandLine;
using System.Text.Json;
using Handraiser.Benchmarks.Cost;
using Handraiser.Benchmarks.Pipeline;

namespace Handraiser.Benchmarks;

/// <summary>Dollars a million events, from measured calls, executions and processor time; and what a month costs in which nothing happens.</summary>
internal static class CostBenchmark
{
    public static Command Create()
    {
        var from = new Option<string?>("--pipeline") { Description = "The JSON of an earlier run of 'pipeline --json'; without it one round is run now." };
        var page = new Option<string?>("--page") { Description = "Writes the page with the tables (docs/cost.md) to this file." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var command = new Command("cost", "Dollars per million events, beside the textbook's, and what a quiet month costs.") { from, page, json };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(from), parsed.GetValue(page), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(string? from, string? page, bool json)
    {
        var measured = from is not null
            ? JsonSerializer.Deserialize<PipelineReport>(await File.ReadAllTextAsync(from), JsonSerializerOptions.Web)!
            : PipelineReport.Of(
                [await Trial.RunAsync(textbook: false, Sizes.Whole, onDisk: false, Console.Error.WriteLine)],
                [await Trial.RunAsync(textbook: true, Sizes.Whole.ForTextbook(), onDisk: true, Console.Error.WriteLine)]);
        var report = CostReport.Of(measured, await QuietMonth.MeasureAsync(), Prices.Load());
        if (page is not null) await File.WriteAllTextAsync(page, CostPage.Write(report));
        Console.WriteLine(json ? BenchmarkJson.Text(report) : CostPage.Table(report));
        return 0;
    }
}

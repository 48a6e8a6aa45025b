using System.CommandLine;
using Handraiser.Benchmarks.Lapse;

namespace Handraiser.Benchmarks;

/// <summary>The command <c>lapse</c>: each customer's own lapse against the rules that shops use.</summary>
internal static class LapseBenchmark
{
    public const int Draws = 500;

    public static Command Create()
    {
        var data = DataSets.FolderOption();
        var json = new Option<bool>("--json") { Description = "Write JSON instead of tables." };
        var draws = new Option<int>("--draws") { Description = "How often the bootstrap draws.", DefaultValueFactory = _ => Draws };
        var command = new Command("lapse", "Who will not buy again? Fitted on the past only, checked on what came after.") { data, json, draws };
        command.SetAction(arguments => DataSets.Using(() =>
        {
            var report = LapseReport.Measure(arguments.GetRequiredValue(data).FullName, arguments.GetValue(draws));
            Console.WriteLine(arguments.GetValue(json) ? BenchmarkJson.Text(report) : LapseTables.Text(report));
        }));
        return command;
    }
}

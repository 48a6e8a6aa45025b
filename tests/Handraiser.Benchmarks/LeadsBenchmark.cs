using System.CommandLine;
using Handraiser.Benchmarks.Leads;

namespace Handraiser.Benchmarks;

/// <summary>The command <c>leads</c>: who is about to buy, and what interests her.</summary>
internal static class LeadsBenchmark
{
    public const int Draws = 300;

    public static Command Create()
    {
        var data = DataSets.FolderOption();
        var json = new Option<bool>("--json") { Description = "Write JSON instead of tables." };
        var command = new Command("leads", "Hot leads and interest: decayed weights against last seen and raw counts.") { data, json };
        command.SetAction(arguments => DataSets.Using(() =>
        {
            var report = LeadReport.Measure(arguments.GetRequiredValue(data).FullName, Draws);
            Console.WriteLine(arguments.GetValue(json) ? BenchmarkJson.Text(report) : LeadTables.Text(report));
        }));
        return command;
    }
}

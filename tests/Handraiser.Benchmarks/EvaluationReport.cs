using System.CommandLine;
using Handraiser.Benchmarks.Evaluation;
using Handraiser.Benchmarks.Lapse;
using Handraiser.Benchmarks.Leads;

namespace Handraiser.Benchmarks;

/// <summary>The command <c>evaluation</c>: writes docs/evaluation.md, every figure of it measured in the same run.</summary>
internal static class EvaluationReport
{
    public static Command Create()
    {
        var data = DataSets.FolderOption();
        var output = new Option<FileInfo>("--out") { Description = "The file to write.", DefaultValueFactory = _ => new FileInfo("docs/evaluation.md") };
        var command = new Command("evaluation", "Writes the evaluation on real data as a document.") { data, output };
        command.SetAction(arguments => DataSets.Using(() =>
        {
            var folder = arguments.GetRequiredValue(data).FullName;
            var file = arguments.GetRequiredValue(output);
            var text = EvaluationText.Of(LapseReport.Measure(folder, LapseBenchmark.Draws), LeadReport.Measure(folder, LeadsBenchmark.Draws));
            file.Directory?.Create();
            File.WriteAllText(file.FullName, text);
            Console.WriteLine($"Wrote {file.FullName}");
        }));
        return command;
    }
}

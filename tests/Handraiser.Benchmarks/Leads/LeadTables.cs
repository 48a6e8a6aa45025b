using System.Globalization;
using System.Text;
using Handraiser.Benchmarks.Lapse;

namespace Handraiser.Benchmarks.Leads;

/// <summary>The report as Markdown tables.</summary>
internal static class LeadTables
{
    public static string Text(LeadReport report) => string.Join("\n\n", Hot(report), Flags(report), TopThree(report));

    public static string Hot(LeadReport report) => Table(
        "AUC for \"buys the brand within 7 days\"",
        report,
        LeadRules.Scores.Select(rule => (
            rule.Title,
            report.Splits.Select(s => LapseTables.Figure(s.Auc[rule.Id])),
            $"{LapseTables.Figure(report.MeanAuc[rule.Id])} | {(rule.Id == LeadRules.Ours ? "" : LapseTables.Signed(report.AucOursMinusThis[rule.Id]))}")),
        "mean | ours minus this, 95 %");

    public static string Flags(LeadReport report) => Table(
        "lift (in brackets: of as many pairs, the warmest by our score)",
        report,
        LeadRules.Flags.Select(flag => (
            flag.Title,
            report.Splits.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Flags[flag.Id].Lift:0.0} ({s.Flags[flag.Id].LiftOfWarmest:0.0})")),
            string.Create(CultureInfo.InvariantCulture, $"{report.Splits.Average(s => s.Flags[flag.Id].Lift):0.0} ({report.Splits.Average(s => s.Flags[flag.Id].LiftOfWarmest):0.0})"))),
        "mean");

    public static string TopThree(LeadReport report) => Table(
        "bought brand among the top three",
        report,
        LeadRules.Scores.Select(rule => (
            rule.Title,
            report.Splits.Select(s => s.TopThree[rule.Id].ToString("P0", CultureInfo.InvariantCulture)),
            report.MeanTopThree[rule.Id].ToString("P0", CultureInfo.InvariantCulture))),
        "all");

    private static string Table(string title, LeadReport report, IEnumerable<(string Name, IEnumerable<string> Cells, string Last)> rows, string last)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| {title} | {string.Join(" | ", report.Splits.Select(s => s.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))} | {last} |");
        text.AppendLine(string.Concat(Enumerable.Repeat("|---", 2 + report.Splits.Count + last.Count(c => c == '|'))) + "|");
        foreach (var (name, cells, tail) in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", cells)} | {tail} |");
        }

        return text.ToString().TrimEnd();
    }
}

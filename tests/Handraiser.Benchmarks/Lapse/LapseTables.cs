using System.Globalization;
using System.Text;

namespace Handraiser.Benchmarks.Lapse;

/// <summary>The report as Markdown tables: readable on a terminal and in the documentation.</summary>
internal static class LapseTables
{
    public static string Text(LapseReport report) =>
        string.Join("\n\n", new[] { report.Sample }.Concat(report.Cuts).Concat(report.Elsewhere).Select(Trial));

    /// <summary>One trial with all its rules.</summary>
    public static string Trial(TrialResult trial)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"**{trial.Data}: learnt until {trial.Cut:yyyy-MM-dd} (week {trial.Week}), checked on the next {trial.HorizonDays} days.** {trial.Customers:N0} customers, {trial.QuietAll:P1} do not buy again; {trial.RepeatBuyers:N0} repeaters, {trial.QuietRepeaters:P1}.");
        text.AppendLine();
        text.AppendLine("| rule | all: AUC | accuracy | precision | recall | calibration error | ours minus this, 95 % | repeaters: AUC | accuracy | calibration error | ours minus this, 95 % |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (id, rule) in trial.Rules)
        {
            var name = id == LapseRules.Ours ? $"**{rule.Title}**" : rule.Title;
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Figure(rule.All.Auc)} | {Figure(rule.All.Accuracy)} | {Figure(rule.All.Precision)} | {Figure(rule.All.Recall)} | {Figure(rule.All.CalibrationError)} | {Between(id, rule.All)} | {Figure(rule.Repeaters.Auc)} | {Figure(rule.Repeaters.Accuracy)} | {Figure(rule.Repeaters.CalibrationError)} | {Between(id, rule.Repeaters)} |");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>A share without its leading zero, as such tables are read.</summary>
    public static string Figure(double? value) => value?.ToString(".000;-.000", CultureInfo.InvariantCulture) ?? "";

    /// <summary>An interval with its signs.</summary>
    public static string Signed(Interval interval) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(interval.Low, 3):+.000;-.000;.000} to {Math.Round(interval.High, 3):+.000;-.000;.000}");

    private static string Between(string id, RuleScore score) => id == LapseRules.Ours ? "" : Signed(score.OursMinusThis);
}

using Handraiser.Lapse;

namespace Handraiser.Benchmarks.Lapse;

/// <summary>How one rule did on one group; precision and recall are those of "will not buy again".</summary>
internal sealed record RuleScore(
    double Auc, double Accuracy, double Precision, double Recall, double? CalibrationError, Interval OursMinusThis);

/// <summary>How one rule did on everybody and on those who had bought more than once.</summary>
internal sealed record RuleResult(string Title, bool Hindsight, RuleScore All, RuleScore Repeaters);

/// <summary>One trial: its rules, by their JSON name.</summary>
internal sealed record TrialResult(
    string Data,
    int Week,
    DateOnly Cut,
    int HorizonDays,
    int Customers,
    int RepeatBuyers,
    double QuietAll,
    double QuietRepeaters,
    LapseModel Model,
    IReadOnlyDictionary<string, RuleResult> Rules)
{
    public RuleResult Ours => Rules[LapseRules.Ours];

    public RuleResult Gap => Rules[LapseRules.Gap];
}

/// <summary>Runs one trial and judges every rule.</summary>
internal static class LapseScores
{
    public static TrialResult Run(Shop shop, int week, int horizon, int draws)
    {
        // The cut falls at the end of the week: its last day is still learnt from.
        var cut = shop.EndOf(week);
        var trial = new LapseTrial(shop, cut, horizon);
        var (model, verdicts) = LapseRules.Judge(trial);
        var all = Group(trial, verdicts, [.. Enumerable.Range(0, trial.Quiet.Length)], draws);
        var repeaters = Group(trial, verdicts, trial.Repeaters, draws);
        var rules = verdicts.Select((v, i) => (v.Id, Result: new RuleResult(v.Title, v.Hindsight, all[i], repeaters[i])));
        return new(
            shop.Name,
            week,
            DateOnly.FromDayNumber(cut),
            horizon,
            trial.Quiet.Length,
            trial.Repeaters.Length,
            Share(trial.Quiet),
            Share([.. trial.Repeaters.Select(i => trial.Quiet[i])]),
            model,
            rules.ToDictionary(r => r.Id, r => r.Result));
    }

    private static RuleScore[] Group(LapseTrial trial, IReadOnlyList<Verdict> verdicts, int[] members, int draws)
    {
        var quiet = members.Select(i => trial.Quiet[i]).ToArray();
        var scores = verdicts.Select(v => members.Select(i => v.Scores[i]).ToArray()).ToArray();
        var intervals = Bootstrap.FirstAgainstEach(scores, quiet, draws);
        return [.. verdicts.Select((v, i) => Score(v, scores[i], [.. members.Select(m => v.Says[m])], quiet, intervals[i]))];
    }

    private static RuleScore Score(Verdict verdict, double[] scores, bool[] says, bool[] quiet, Interval interval)
    {
        double hits = says.Zip(quiet).Count(c => c.First && c.Second);
        return new(
            Ranking.Auc(scores, quiet),
            Share([.. says.Zip(quiet, (s, q) => s == q)]),
            hits / Math.Max(1, says.Count(s => s)),
            hits / Math.Max(1, quiet.Count(q => q)),
            verdict.IsChance ? Ranking.CalibrationError(scores, quiet) : null,
            interval);
    }

    private static double Share(bool[] cases) => cases.Length == 0 ? 0 : (double)cases.Count(c => c) / cases.Length;
}

using System.Globalization;
using System.Text;
using Handraiser.Benchmarks.Lapse;
using Handraiser.Benchmarks.Leads;
using static Handraiser.Benchmarks.Lapse.LapseTables;

namespace Handraiser.Benchmarks.Evaluation;

/// <summary>The words of docs/evaluation.md around the figures; a sentence that states a figure takes it from the report.</summary>
internal static class EvaluationText
{
    public static string Of(LapseReport lapse, LeadReport leads) => string.Join("\n\n",
        Opening, LapseOpening, Targets(lapse), "### The sample", Trial(lapse.Sample), "### Five dates on the whole file",
        CutSummary(lapse), string.Join("\n\n", lapse.Cuts.Select(Trial)), "### Other shops", ElsewhereSummary(lapse),
        string.Join("\n\n", lapse.Elsewhere.Select(Trial)), LapseClosing,
        LeadOpening, LeadTables.Hot(leads), LeadTables.Flags(leads), InterestOpening, LeadTables.TopThree(leads), LeadClosing) + "\n";

    private const string Opening = """
        # Evaluation on real data

        Written by `dotnet run -c Release --project tests/Handraiser.Benchmarks -- evaluation --data ../shared/datasets --out docs/evaluation.md`; do not edit. The data are public, are read in place and are no part of the project. Each figure stands beside the rule that a shop would otherwise use.
        """;

    private const string LapseOpening = """
        ## Each customer's own lapse

        The question is "who buys nothing in the next so many days?". Everything is learnt on the purchases before the cut; what comes after only judges. AUC is the chance that a random customer who stays away is ranked above one who comes back (.5 is guessing). Accuracy, precision and recall are those of calling a customer gone at a chance of one half. Calibration error is the mean difference between stated and observed shares in ten equal bins of the chance. The last columns give the 95 % interval of our AUC minus the rule's, from drawing the customers anew, paired (seeded).

        Rules marked "in hindsight" saw outcomes and could not have been used on the day. Ours puts together a BG/NBD model's log-odds, the logarithms of the silence, of the frequency and of the mean spend; how much each counts is learnt by splitting the past itself. Where the past is clearly likelier if some leave after their first purchase already, the model says so. See `src/Handraiser/Lapse/`.
        """;

    private const string LapseClosing = """
        **What this does not show.** One music shop of 1997 whose customers all came within twelve weeks, a sample of a grocer's lines, and a few hundred people of a marketplace: three shops are not all shops. Weights are fitted on each past alone, but the shape of the model was settled with these shops in view, so other shops are the fairer judge. At week 17 the gain in accuracy over a plain BG/NBD is small, whatever the ranking gains. Nothing here says that writing to those called lapsed wins them back; only a play's own holdout can. On simulated shops where everybody buys on a fixed day of the month the plain gap ranks better while the past is short: the model takes purchases for chance, and such a rhythm is none. Season is not modelled: where the next weeks differ from the last (as after Christmas), the level is off while the order of customers holds.
        """;

    private const string LeadOpening = """
        ## Hot leads

        A lead is a person and a brand, seen together in the 60 days up to a date; the question is whether she buys that brand in the next 7 days. Dates are every fortnight from the first with a full memory. "All actions" counts a view as 1, a purchase 2, a favourite 3, a cart 5, each fading by half in 14 days: judgement, not fitted. Intervals come from drawing people anew with all their pairs, over all dates at once.
        """;

    private const string InterestOpening = """
        ## Interest

        For each brand bought in the 7 days (of those seen before): did it stand among the buyer's three strongest?
        """;

    private const string LeadClosing = """
        **What this does not show.** The log has days and no times, brands and no categories; about 35 purchases follow each date, so single dates scatter widely and only the averages and the intervals carry weight. Buying is not the same as buying because of a message. No public log of single opens and clicks with true labels and no cart log with exact times exists, so what Handraiser says about those (machine opens, carts left) rests on constructed cases in the tests.
        """;

    private static string Targets(LapseReport report) => string.Create(CultureInfo.InvariantCulture, $"""
        | held to | target | measured | the plain gap, or the 180-day rule |
        |---|---|---|---|
        | AUC, all, sample | .778 | {Figure(report.AucAll)} | {Figure(report.Sample.Gap.All.Auc)} |
        | AUC, repeaters, sample | .730 | {Figure(report.AucRepeaters)} | {Figure(report.Sample.Gap.Repeaters.Auc)} |
        | calibration error, sample | under .040 | {Figure(report.CalibrationError)} | it states no chance |
        | accuracy at week 17, whole file | .750 | {Figure(report.AccuracyWeek17)} | {Figure(report.AccuracyWeek17 is null ? null : report.Cuts[0].Gap.All.Accuracy)} |
        """);

    private static string CutSummary(LapseReport report) => Summary(report.Cuts);

    private static string ElsewhereSummary(LapseReport report)
    {
        var trials = report.Cuts.Concat(report.Elsewhere).Append(report.Sample).ToList();
        var repeaters = trials.Count(trial => trial.Gap.Repeaters.OursMinusThis.Low > 0);
        var all = trials.Count(trial => trial.Gap.All.OursMinusThis.Low > 0);
        var model = trials.Count(trial => trial.Rules["bgNbdNoPurchase"].All.OursMinusThis.Low > 0);
        return Summary(report.Elsewhere) + "\n\n" + string.Create(CultureInfo.InvariantCulture,
            $"Where it helps: of the {trials.Count} trials on this page the interval against the plain gap lies above zero in {repeaters} among repeaters and in {all} for everybody, and the gain is largest on young lists, where no fixed gap can fire. Where it does not: against the chance of a plain BG/NBD the gain for everybody is certain in {model} of {trials.Count}; with a few hundred customers the calibration is rough; and in shops where nearly everybody comes back few are called gone at a chance of one half, so a playbook there wants a lower threshold or a longer horizon.");
    }

    private static string Summary(IReadOnlyList<TrialResult> trials)
    {
        var text = new StringBuilder();
        text.AppendLine("| data, week | repeaters: ours | gap | ours minus gap, 95 % | all: ours | gap | calibration error, ours |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var trial in trials)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {trial.Data}, {trial.Week} | {Figure(trial.Ours.Repeaters.Auc)} | {Figure(trial.Gap.Repeaters.Auc)} | {Signed(trial.Gap.Repeaters.OursMinusThis)} | {Figure(trial.Ours.All.Auc)} | {Figure(trial.Gap.All.Auc)} | {Figure(trial.Ours.All.CalibrationError)} |");
        }

        return text.ToString().TrimEnd();
    }
}

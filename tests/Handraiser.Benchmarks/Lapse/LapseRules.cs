using Handraiser.Lapse;
using static System.Math;

namespace Handraiser.Benchmarks.Lapse;

/// <summary>What one rule said of every customer of a trial.</summary>
/// <param name="Id">Its name in JSON.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Scores">The higher, the more surely she will not buy.</param>
/// <param name="Says">Whether the rule calls her gone.</param>
/// <param name="IsChance">Whether the score claims to be the chance of no purchase, so that it can be held to it.</param>
/// <param name="Hindsight">Whether it saw outcomes: no rule that could have been used on the day.</param>
internal sealed record Verdict(string Id, string Title, double[] Scores, bool[] Says, bool IsChance = false, bool Hindsight = false);

/// <summary>Our model and the rules that it has to beat, each fitted on the past only unless it says hindsight.</summary>
internal static class LapseRules
{
    public const string Ours = "ours";
    public const string Gap = "gap180";

    public static (LapseModel Model, IReadOnlyList<Verdict> Verdicts) Judge(LapseTrial trial)
    {
        var facts = trial.Facts;
        var horizon = trial.Horizon;
        var model = LapseFit.Fit(trial.Customers, trial.At, TimeSpan.FromDays(horizon));
        var population = BgNbdFit.Fit(facts, LapseModel.Default.Population).Population;
        var pareto = ParetoNbd.Fit(facts);
        var gaps = Scores(trial, p => p.Silence);
        var best = BestGap(gaps, trial.Quiet);
        var interval = facts.Where(p => p.Repeats > 0).Select(p => p.Span / p.Repeats).DefaultIfEmpty(horizon).Average();
        return (model,
        [
            Chance(Ours, "Handraiser", [.. trial.Customers.Select(c => model.ChanceOfNoPurchase(c, trial.At, TimeSpan.FromDays(horizon))!.Value)]),
            new("nobodyReturns", "nobody comes back", new double[facts.Length], [.. facts.Select(_ => true)]),
            Above("gap90", "gap > 90 days", gaps, 90),
            Above(Gap, "gap > 180 days", gaps, 180),
            Above("bestGap", $"best gap in hindsight ({best} days)", gaps, best) with { Hindsight = true },
            Above("ownIntervals", "gap > 3 x own mean interval, shrunk", Scores(trial, p => p.Silence * (p.Repeats + 1) / (p.Span + interval)), 3),
            Above("bgNbdAlive", "BG/NBD alive < .5", Scores(trial, p => 1 - population.Alive(p)), 0.5),
            Chance("bgNbdNoPurchase", "BG/NBD no purchase >= .5", Scores(trial, p => population.NoPurchase(p, horizon))),
            Above("paretoNbdAlive", "Pareto/NBD alive < .5", Scores(trial, p => 1 - pareto.Alive(p)), 0.5),
            Chance("logistic", "logistic on gap, frequency, age, cross-fitted in hindsight", CrossFittedLogistic(trial)) with { Hindsight = true },
        ]);
    }

    private static double[] Scores(LapseTrial trial, Func<Purchases, double> score) => [.. trial.Facts.Select(score)];

    private static Verdict Above(string id, string title, double[] scores, double limit) => new(id, title, scores, [.. scores.Select(s => s > limit)]);

    private static Verdict Chance(string id, string title, double[] chances) => new(id, title, chances, [.. chances.Select(c => c >= 0.5)], IsChance: true);

    private static int BestGap(double[] gaps, bool[] quiet)
    {
        var gone = gaps.Zip(quiet, (gap, q) => (Gap: (int)gap, Worth: q ? 1 : -1)).GroupBy(g => g.Gap).ToDictionary(g => g.Key, g => g.Sum(c => c.Worth));
        var (best, most, right) = (int.MaxValue, 0, 0);
        for (var gap = gone.Keys.Max(); gap >= 0; gap--)
        {
            // Right now counts those with a longer gap: the rule "gap > this".
            if (right > most)
            {
                (best, most) = (gap, right);
            }

            right += gone.GetValueOrDefault(gap);
        }

        return right > most ? -1 : best;
    }

    private static double[] CrossFittedLogistic(LapseTrial trial)
    {
        const int folds = 5;
        var rows = trial.Facts.Select(p => new[] { 1, Log(1 + p.Silence), Log(1 + p.Repeats), Log(1 + p.Age), p.Repeats == 0 ? 1 : 0 }).ToArray();
        var chances = new double[rows.Length];
        for (var fold = 0; fold < folds; fold++)
        {
            var others = Enumerable.Range(0, rows.Length).Where(i => i % folds != fold).ToArray();
            var weights = Logistic.Fit(
                [.. others.Select(i => rows[i])], [.. others.Select(i => trial.Quiet[i])], new double[5], 0.01, [.. Enumerable.Repeat((-50.0, 50.0), 5)]);
            for (var i = fold; i < rows.Length; i += folds)
            {
                chances[i] = 1 / (1 + Exp(-rows[i].Zip(weights, (x, w) => x * w).Sum()));
            }
        }

        return chances;
    }
}

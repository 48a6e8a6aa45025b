namespace Handraiser.Lapse;

/// <summary>
/// Fits a shop's <see cref="LapseModel"/> from a sample of its customers, on their past only. The past is split: a population
/// fitted on the earlier part is checked against the later part, which gives the weights (so that a stated 30 % is 30 %) and the
/// quality; the population itself is then fitted on all of it.
/// </summary>
public static class LapseFit
{
    /// <summary>More customers than this add time and no certainty; of a larger sample an even selection is taken.</summary>
    public const int MostCustomers = 20_000;

    /// <summary>Fewer customers at the split than this leave the weights as they were.</summary>
    private const int LeastCustomers = 50;

    /// <summary>A later part of fewer days than this says more about the calendar than about the customers.</summary>
    private const int LeastDays = 14;

    /// <summary>Equals the evidence of about forty customers: lost in any real list, a support for a tiny one.</summary>
    private const double DrawToDefault = 10;

    /// <summary>
    /// Fits on purchases up to now. Deterministic; takes a second or two for the largest sample. Where there is too little to go by,
    /// the shipped figures stand in for the part that is missing.
    /// </summary>
    /// <param name="sample">
    /// Customers chosen without regard to what they bought (for instance by their id); those who never bought are ignored.
    /// </param>
    /// <param name="now">Nothing later exists; becomes the date of the model. Its calendar day counts as complete.</param>
    /// <param name="horizon">The horizon that will be asked for most; the past is split to judge it as far as it reaches back.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not above zero.</exception>
    public static LapseModel Fit(IReadOnlyList<PurchaseDays> sample, DateTimeOffset now, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(horizon, TimeSpan.Zero);
        var today = DateOnly.FromDateTime(now.Date).DayNumber;
        var customers = Selection(sample).Where(p => p.Count > 0 && p.Days[0] <= today).ToList();
        if (customers.Count == 0)
        {
            return LapseModel.Default with { FittedAt = now };
        }

        var facts = customers.ConvertAll(p => p.Until(today)!.Value);
        var (population, _, atBound) = BgNbdFit.FitEither(facts, LapseModel.Default.Population);
        var days = Math.Min((int)Math.Ceiling(horizon.TotalDays), (today - customers.Min(p => p.Days[0])) / 2);
        var start = LapseModel.Default.Population with { LeavesAtOnce = population.LeavesAtOnce };
        var (weights, quality) = Calibrate(customers, today - days, days, start, Typical(facts), atBound);
        var known = quality is null ? 0 : days / Math.Ceiling(horizon.TotalDays);
        return new()
        {
            R = population.R,
            Alpha = population.Alpha,
            A = population.A,
            B = population.B,
            LeavesAtOnce = population.LeavesAtOnce,
            Weights = customers.Count < LeastCustomers ? weights : Levelled(weights, population, facts, horizon.TotalDays, known),
            FittedAt = now,
            Quality = quality,
        };
    }

    private static (LapseWeights Weights, LapseQuality? Quality) Calibrate(List<PurchaseDays> customers, int split, int days, BgNbd start, double typical, bool atBound)
    {
        var known = customers.Where(p => p.Days[0] <= split).ToList();
        var quiet = known.ConvertAll(p => p.Until(split)!.Value.Repeats == p.Until(split + days)!.Value.Repeats);
        if (days < LeastDays || known.Count < LeastCustomers || quiet.Distinct().Count() < 2)
        {
            return (LapseWeights.Default with { Typical = typical }, null);
        }

        var earlier = known.ConvertAll(p => p.Until(split)!.Value);
        var population = BgNbdFit.Fit(earlier, start).Population;
        var rows = earlier.ConvertAll(p => LapseWeights.Features(population, p, days, typical));
        var chances = CrossFitted(rows, quiet);
        var outcomes = quiet.ToArray();
        var quality = new LapseQuality(
            known.Count,
            days,
            (double)quiet.Count(q => q) / quiet.Count,
            Ranking.Auc(chances, outcomes),
            Ranking.Auc(earlier.ConvertAll(p => p.Silence).ToArray(), outcomes),
            Ranking.CalibrationError(chances, outcomes),
            Loss(chances, outcomes),
            Loss([.. earlier.Select(p => LapseModel.Default.ChanceOfNoPurchase(p, days))], outcomes),
            atBound);
        return (LapseWeights.Of(Weigh(rows, quiet), typical), quality);
    }

    private static double[] Weigh(IReadOnlyList<double[]> rows, IReadOnlyList<bool> quiet) =>
        Logistic.Fit(rows, quiet, LapseWeights.Default.Values, DrawToDefault, LapseWeights.Bounds);

    /// <summary>
    /// Where the past is shorter than twice the horizon, the later part shows the level (how many stay away in all) for a shorter
    /// time than is asked, and the level does not carry over from one span to another as the order of customers does. As much of it
    /// as was not seen comes from the population, which is good at totals.
    /// </summary>
    private static LapseWeights Levelled(LapseWeights weights, BgNbd population, List<Purchases> facts, double horizon, double known)
    {
        var seen = facts.Average(p => Chance(weights.LogOdds(population, p, horizon)));
        var level = known * seen + (1 - known) * facts.Average(p => population.NoPurchase(p, horizon));
        var (least, most) = LapseWeights.Bounds[0];
        for (var step = 0; step < 40; step++)
        {
            weights = weights with { Base = (least + most) / 2 };
            var tooLow = facts.Average(p => Chance(weights.LogOdds(population, p, horizon))) < level;
            (least, most) = tooLow ? (weights.Base, most) : (least, weights.Base);
        }

        return weights;
    }

    /// <summary>The mean logarithmic loss. A chance is never taken for certainty, so that one surprise does not outweigh all else.</summary>
    private static double Loss(double[] chances, bool[] outcomes) =>
        chances.Zip(outcomes, (chance, quiet) => -Math.Log(Math.Clamp(quiet ? chance : 1 - chance, 0.001, 1))).Average();

    private static double Typical(List<Purchases> facts) =>
        facts.Where(p => p.Spent > 0).Select(p => Math.Log(p.Spent)).DefaultIfEmpty(0).Average();

    private static double Chance(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>The chance of each by weights from the other half, so that the quality is not flattered.</summary>
    private static double[] CrossFitted(List<double[]> rows, List<bool> quiet)
    {
        var halves = Enumerable.Range(0, 2)
            .Select(half => Weigh([.. rows.Where((_, i) => i % 2 == half)], [.. quiet.Where((_, i) => i % 2 == half)]))
            .ToArray();
        return [.. rows.Select((row, i) => Chance(row.Zip(halves[(i + 1) % 2], (x, w) => x * w).Sum()))];
    }

    private static IEnumerable<PurchaseDays> Selection(IReadOnlyList<PurchaseDays> sample)
    {
        var count = Math.Min(sample.Count, MostCustomers);
        for (var i = 0L; i < count; i++)
        {
            yield return sample[(int)(i * sample.Count / count)];
        }
    }
}

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
    /// Fits on purchases up to now. Deterministic; takes about a second for the largest sample. Where there is too little to go by,
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

        var (population, atBound) = Population(customers, today);
        var days = Math.Min((int)Math.Ceiling(horizon.TotalDays), (today - customers.Min(p => p.Days[0])) / 2);
        var (weights, quality) = Calibrate(customers, today - days, days, atBound);
        return new()
        {
            R = population.R,
            Alpha = population.Alpha,
            A = population.A,
            B = population.B,
            Weights = weights,
            FittedAt = now,
            Quality = quality,
        };
    }

    private static (LapseWeights Weights, LapseQuality? Quality) Calibrate(List<PurchaseDays> customers, int split, int days, bool atBound)
    {
        var known = customers.Where(p => p.Days[0] <= split).ToList();
        var quiet = known.ConvertAll(p => p.Until(split)!.Value.Repeats == p.Until(split + days)!.Value.Repeats);
        if (days < LeastDays || known.Count < LeastCustomers || quiet.Distinct().Count() < 2)
        {
            return (LapseWeights.Default, null);
        }

        var earlier = known.ConvertAll(p => p.Until(split)!.Value);
        var population = BgNbdFit.Fit(earlier, LapseModel.Default.Population).Population;
        var rows = earlier.ConvertAll(p => Features(population, p, days));
        var chances = CrossFitted(rows, quiet);
        var outcomes = quiet.ToArray();
        var quality = new LapseQuality(
            known.Count,
            days,
            (double)quiet.Count(q => q) / quiet.Count,
            Ranking.Auc(chances, outcomes),
            Ranking.Auc(earlier.ConvertAll(p => p.Silence).ToArray(), outcomes),
            Ranking.CalibrationError(chances, outcomes),
            atBound);
        var w = Weigh(rows, quiet);
        return (new(w[0], w[1], w[2], w[3]), quality);
    }

    private static double[] Features(BgNbd population, in Purchases p, double horizon) =>
        [1, population.LogOddsOfNoPurchase(p, horizon), LapseWeights.SilenceOf(p, horizon), LapseWeights.FrequencyOf(p)];

    private static double[] Weigh(IReadOnlyList<double[]> rows, IReadOnlyList<bool> quiet)
    {
        var expected = LapseWeights.Default;
        return Logistic.Fit(rows, quiet, [expected.Base, expected.Model, expected.Silence, expected.Frequency], DrawToDefault, LapseWeights.Bounds);
    }

    /// <summary>The chance of each by weights from the other half, so that the quality is not flattered.</summary>
    private static double[] CrossFitted(List<double[]> rows, List<bool> quiet)
    {
        var halves = Enumerable.Range(0, 2)
            .Select(half => Weigh([.. rows.Where((_, i) => i % 2 == half)], [.. quiet.Where((_, i) => i % 2 == half)]))
            .ToArray();
        return [.. rows.Select((row, i) => 1 / (1 + Math.Exp(-row.Zip(halves[(i + 1) % 2], (x, w) => x * w).Sum())))];
    }

    private static (BgNbd Population, bool AtBound) Population(List<PurchaseDays> customers, int today)
    {
        var fit = BgNbdFit.Fit(customers.ConvertAll(p => p.Until(today)!.Value), LapseModel.Default.Population);
        return (fit.Population, fit.AtBound);
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

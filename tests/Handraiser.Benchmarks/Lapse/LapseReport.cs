namespace Handraiser.Benchmarks.Lapse;

/// <summary>
/// Everything the command measures; the first four are the figures that are held to a target. A log that ends before a week of the
/// list has no trial at it.
/// </summary>
internal sealed record LapseReport(
    double AucAll,
    double AucRepeaters,
    double CalibrationError,
    double? AccuracyWeek17,
    TrialResult Sample,
    IReadOnlyList<TrialResult> Cuts,
    IReadOnlyList<TrialResult> Elsewhere)
{
    /// <summary>Fewer days than this say more about the calendar than about the customers.</summary>
    private const int LeastDays = 14;

    /// <summary>The weeks of the five cuts through the whole file, half a year checked after each.</summary>
    private static readonly int[] Weeks = [17, 26, 39, 52, 65];

    /// <summary>Nine weeks are asked of a grocer, who is visited weekly: half a year of quiet is next to unknown there.</summary>
    private static readonly int[] GroceryWeeks = [17, 26, 39];

    /// <summary>The click data last four months.</summary>
    private static readonly int[] ClickWeeks = [9, 12];

    public static LapseReport Measure(string folder, int draws)
    {
        var sample = Trials(Shop.CdnowSample(folder), [39], 39 * 7, draws)[0];
        var cuts = Trials(Shop.CdnowWhole(folder), Weeks, 26 * 7, draws);
        TrialResult[] elsewhere =
        [
            .. Trials(Shop.Grocery(folder), GroceryWeeks, 9 * 7, draws),
            .. Trials(Shop.Clicks(folder), ClickWeeks, 6 * 7, draws),
        ];
        return new(
            sample.Ours.All.Auc,
            sample.Ours.Repeaters.Auc,
            sample.Ours.All.CalibrationError!.Value,
            cuts.Find(cut => cut.Week == Weeks[0])?.Ours.All.Accuracy,
            sample,
            cuts,
            elsewhere);
    }

    /// <summary>
    /// The horizon is shortened to what is left of the data after the cut; a log that ends before all the weeks is cut in half.
    /// </summary>
    private static List<TrialResult> Trials(Shop shop, int[] weeks, int horizon, int draws) =>
        [.. weeks.Where(week => shop.DaysAfter(week) >= LeastDays).DefaultIfEmpty(shop.Weeks / 2)
            .Select(week => LapseScores.Run(shop, week, Math.Min(horizon, shop.DaysAfter(week)), draws))];
}

namespace Handraiser.Benchmarks.Lapse;

/// <summary>
/// Paired bootstrap of differences in AUC: the same customers, drawn again with replacement, are ranked by both rules, so that
/// what the draw does to both cancels. Seeded: the same figures every time.
/// </summary>
internal static class Bootstrap
{
    private const int Seed = 1997;

    /// <summary>For each rule: the AUC of the first rule minus its own.</summary>
    public static Interval[] FirstAgainstEach(IReadOnlyList<double[]> scores, bool[] outcomes, int draws)
    {
        var random = new Random(Seed);
        var rankings = scores.Select(s => new WeightedRanking(s)).ToArray();
        var differences = rankings.Select(_ => new double[draws]).ToArray();
        var times = new int[outcomes.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            Array.Clear(times);
            for (var i = 0; i < times.Length; i++)
            {
                times[random.Next(times.Length)]++;
            }

            var first = rankings[0].Auc(outcomes, times);
            for (var rule = 0; rule < rankings.Length; rule++)
            {
                differences[rule][draw] = first - rankings[rule].Auc(outcomes, times);
            }
        }

        return [.. differences.Select(Interval.Of)];
    }
}

using Handraiser.Lapse;

namespace Handraiser.Benchmarks.Leads;

/// <summary>How one flag did: how many it names, and how much likelier those buy than any pair.</summary>
/// <param name="Named">How many pairs it names.</param>
/// <param name="Lift">Share of buyers among them, against the base rate.</param>
/// <param name="LiftOfWarmest">The same of as many pairs, the warmest by our score.</param>
internal sealed record FlagResult(int Named, double Lift, double LiftOfWarmest);

/// <summary>One split: AUC of each score, lift of each flag, and the share of bought brands among each score's top three.</summary>
internal sealed record SplitResult(
    DateOnly Day,
    int Pairs,
    int Buyers,
    double BaseRate,
    IReadOnlyDictionary<string, double> Auc,
    IReadOnlyDictionary<string, FlagResult> Flags,
    IReadOnlyDictionary<string, double> TopThree);

/// <summary>Hot leads and interest on the click data, per split, on average, and with paired intervals over people.</summary>
internal sealed record LeadReport(
    IReadOnlyList<SplitResult> Splits,
    IReadOnlyDictionary<string, double> MeanAuc,
    IReadOnlyDictionary<string, double> MeanTopThree,
    IReadOnlyDictionary<string, Interval> AucOursMinusThis)
{
    private const int Seed = 2014;

    public static LeadReport Measure(string folder, int draws)
    {
        var splits = LeadSplit.All(folder);
        var results = splits.ConvertAll(Result);
        return new(
            results,
            ById(id => results.Average(r => r.Auc[id])),
            ById(id => results.Sum(r => r.TopThree[id] * r.Buyers) / results.Sum(r => r.Buyers)),
            Intervals(splits, draws));
    }

    private static SplitResult Result(LeadSplit split)
    {
        var ours = Scores(split, LeadRules.Ours);
        return new(
            DateOnly.FromDayNumber(split.Day),
            split.Pairs.Count,
            split.Buys.Count(buys => buys),
            split.BaseRate,
            ById(id => Ranking.Auc(Scores(split, id), split.Buys)),
            LeadRules.Flags.ToDictionary(flag => flag.Id, flag => Flag(split, flag.Flags, ours)),
            ById(id => Interest.TopThree(split, Scores(split, id))));
    }

    private static FlagResult Flag(LeadSplit split, Func<Pair, bool> flags, double[] ours)
    {
        var named = split.Pairs.Where(flags).ToList();
        var warmest = Enumerable.Range(0, ours.Length).OrderByDescending(i => ours[i]).Take(named.Count).Count(i => split.Buys[i]);
        var expected = Math.Max(1, named.Count) * split.BaseRate;
        return new(named.Count, named.Count(pair => pair.Buys) / expected, warmest / expected);
    }

    /// <summary>People are drawn, with all their pairs: the pairs of one person are no independent cases.</summary>
    private static Dictionary<string, Interval> Intervals(List<LeadSplit> splits, int draws)
    {
        var random = new Random(Seed);
        var people = splits.SelectMany(s => s.Pairs).Select(p => p.User).Distinct().ToList();
        var number = people.Index().ToDictionary(p => p.Item, p => p.Index);
        var members = splits.ConvertAll(s => s.Pairs.Select(p => number[p.User]).ToArray());
        var rankings = splits.ConvertAll(s => LeadRules.Scores.ToDictionary(r => r.Id, r => new WeightedRanking(Scores(s, r.Id))));
        var differences = LeadRules.Scores.ToDictionary(r => r.Id, _ => new double[draws]);
        for (var draw = 0; draw < draws; draw++)
        {
            var drawn = new int[people.Count];
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[random.Next(drawn.Length)]++;
            }

            var times = members.ConvertAll(pairs => Array.ConvertAll(pairs, person => drawn[person]));
            var auc = ById(id => splits.Select((s, i) => rankings[i][id].Auc(s.Buys, times[i])).Average());
            foreach (var (id, value) in auc)
            {
                differences[id][draw] = auc[LeadRules.Ours] - value;
            }
        }

        return differences.ToDictionary(d => d.Key, d => Interval.Of(d.Value));
    }

    private static double[] Scores(LeadSplit split, string id) =>
        [.. split.Pairs.Select(LeadRules.Scores.First(rule => rule.Id == id).Score)];

    private static Dictionary<string, double> ById(Func<string, double> figure) =>
        LeadRules.Scores.ToDictionary(rule => rule.Id, rule => figure(rule.Id));
}

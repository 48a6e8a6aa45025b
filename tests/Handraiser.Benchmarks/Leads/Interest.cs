namespace Handraiser.Benchmarks.Leads;

/// <summary>Whether a person's strongest interests are what she then buys.</summary>
internal static class Interest
{
    private const int Top = 3;

    /// <summary>
    /// The share of bought brands that stood among the buyer's three strongest; a tie for the last place counts by its chance.
    /// </summary>
    public static double TopThree(LeadSplit split, double[] scores)
    {
        double hits = 0, bought = 0;
        foreach (var person in split.Pairs.Index().GroupBy(p => p.Item.User))
        {
            foreach (var (index, pair) in person.Where(p => p.Item.Buys))
            {
                var stronger = person.Count(p => scores[p.Index] > scores[index]);
                var equal = person.Count(p => scores[p.Index] == scores[index]);
                hits += Math.Clamp((double)(Top - stronger) / equal, 0, 1);
                bought++;
            }
        }

        return hits / Math.Max(1, bought);
    }
}

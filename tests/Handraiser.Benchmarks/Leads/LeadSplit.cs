namespace Handraiser.Benchmarks.Leads;

/// <summary>What one person did with one brand up to the split, days counted back from it, and whether she then bought it.</summary>
internal sealed record Pair(string User, string Brand, IReadOnlyList<(ClickKind Kind, int Ago)> Past, bool Buys)
{
    public IEnumerable<int> Views => Past.Where(click => click.Kind == ClickKind.View).Select(click => click.Ago);
}

/// <summary>One day in the click data: the pairs seen in the 60 days up to it, judged by the purchases of the 7 days after.</summary>
internal sealed class LeadSplit
{
    public const int Memory = 60;
    public const int Ahead = 7;
    private const int Step = 14;

    private LeadSplit(int day, IEnumerable<IGrouping<(string User, string Brand), Click>> histories)
    {
        Day = day;
        Pairs = [.. histories.Select(h => Seen(h, day)).Where(pair => pair.Past.Count > 0)];
        Buys = [.. Pairs.Select(pair => pair.Buys)];
    }

    public int Day { get; }

    public IReadOnlyList<Pair> Pairs { get; }

    public bool[] Buys { get; }

    public double BaseRate => (double)Buys.Count(buys => buys) / Buys.Length;

    /// <summary>
    /// The first day with a full memory, then every fortnight as long as a full week follows: chosen by the calendar alone, but for days
    /// after which nobody buys what she had seen, which rank nothing.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no such day.</exception>
    public static List<LeadSplit> All(string folder)
    {
        var clicks = ClickLog.Read(folder).ToList();
        var histories = clicks.GroupBy(click => (click.User, click.Brand)).OrderBy(h => h.Key.User, StringComparer.Ordinal).ToList();
        var (first, last) = (clicks.Min(c => c.Day), clicks.Max(c => c.Day));
        var splits = new List<LeadSplit>();
        for (var day = first + Memory - 1; day + Ahead <= last; day += Step)
        {
            splits.Add(new(day, histories));
        }

        splits.RemoveAll(split => !split.Buys.Contains(true));
        return splits.Count > 0 ? splits : throw new InvalidDataException(
            $"The click data need {Memory + Ahead} days, and purchases in the last {Ahead} of what was seen before.");
    }

    private static Pair Seen(IGrouping<(string User, string Brand), Click> history, int day) => new(
        history.Key.User,
        history.Key.Brand,
        [.. history.Where(c => c.Day <= day && c.Day > day - Memory).Select(c => (c.Kind, day - c.Day))],
        history.Any(c => c.Kind == ClickKind.Buy && c.Day > day && c.Day <= day + Ahead));
}

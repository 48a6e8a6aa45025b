namespace Handraiser.Benchmarks.Lapse;

/// <summary>One customer: the distinct days on which she bought, rising, as day numbers, and what she spent on each.</summary>
internal sealed record Buyer(int[] Days, long[] Cents);

/// <summary>A shop's purchases.</summary>
internal sealed record Shop(string Name, IReadOnlyList<Buyer> Customers)
{
    public int FirstDay { get; } = Customers.Min(buyer => buyer.Days[0]);

    public int LastDay { get; } = Customers.Max(buyer => buyer.Days[^1]);

    /// <summary>Whole weeks from the first purchase to the last.</summary>
    public int Weeks => (LastDay - FirstDay + 1) / 7;

    /// <summary>The last day of a week, the first being 1.</summary>
    public int EndOf(int week) => FirstDay + week * 7 - 1;

    /// <summary>How many days of purchases follow a week.</summary>
    public int DaysAfter(int week) => LastDay - EndOf(week);

    public static Shop CdnowSample(string folder) => Read("CDNOW sample", DataSets.Lines(folder, "CDNOW_sample.txt.gz")
        .Select(Words).Select(w => (w[0], DataSets.Day(w[2], "yyyyMMdd"), DataSets.Amount(w[4]))));

    public static Shop CdnowWhole(string folder) => Read("CDNOW whole", DataSets.Lines(folder, "CDNOW_master.txt.gz").Skip(1)
        .Select(Words).Select(w => (w[0], DataSets.Day(w[1], "yyyyMMdd"), DataSets.Amount(w[3]))));

    public static Shop Grocery(string folder) => Read("Grocery shop (a sample of lines)", DataSets.Lines(folder, "cj_transactions_sample.csv.gz").Skip(1)
        .Select(line => line.Split(',')).Select(w => (w[0], DataSets.Day(w[^1].Trim('"')[..10], "yyyy-MM-dd"), DataSets.Amount(w[5]))));

    public static Shop Clicks(string folder) => Read("Fashion marketplace, purchases only", Leads.ClickLog.Read(folder)
        .Where(click => click.Kind == Leads.ClickKind.Buy).Select(click => (click.User, click.Day, 0m)));

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Shop Read(string name, IEnumerable<(string Customer, int Day, decimal Amount)> purchases) =>
        // Money given back is no purchase.
        new(name, [.. purchases.Where(p => p.Amount >= 0).GroupBy(p => p.Customer).Select(Merged)]);

    private static Buyer Merged(IEnumerable<(string Customer, int Day, decimal Amount)> purchases)
    {
        var days = purchases.GroupBy(p => p.Day).OrderBy(day => day.Key).ToList();
        return new([.. days.Select(day => day.Key)], [.. days.Select(day => (long)(100 * day.Sum(p => p.Amount)))]);
    }
}

namespace Handraiser.Benchmarks.Lapse;

/// <summary>A shop's purchases: for each customer the distinct days on which she bought, rising, as day numbers.</summary>
internal sealed record Shop(string Name, IReadOnlyList<int[]> Customers)
{
    public int FirstDay { get; } = Customers.Min(days => days[0]);

    public int LastDay { get; } = Customers.Max(days => days[^1]);

    public static Shop CdnowSample(string folder) => Read("CDNOW sample", DataSets.Lines(folder, "CDNOW_sample.txt.gz")
        .Select(Words).Select(w => (w[0], DataSets.Day(w[2], "yyyyMMdd"))));

    public static Shop CdnowWhole(string folder) => Read("CDNOW whole", DataSets.Lines(folder, "CDNOW_master.txt.gz").Skip(1)
        .Select(Words).Select(w => (w[0], DataSets.Day(w[1], "yyyyMMdd"))));

    public static Shop Grocery(string folder) => Read("Grocery shop (a sample of lines)", DataSets.Lines(folder, "cj_transactions_sample.csv.gz").Skip(1)
        .Select(line => line.Split(',')).Select(w => (w[0], DataSets.Day(w[^1].Trim('"')[..10], "yyyy-MM-dd"))));

    public static Shop Clicks(string folder) => Read("Fashion marketplace, purchases only", Leads.ClickLog.Read(folder)
        .Where(click => click.Kind == Leads.ClickKind.Buy).Select(click => (click.User, click.Day)));

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Shop Read(string name, IEnumerable<(string Customer, int Day)> purchases) =>
        new(name, [.. purchases.GroupBy(p => p.Customer, p => p.Day).Select(days => days.Distinct().Order().ToArray())]);
}

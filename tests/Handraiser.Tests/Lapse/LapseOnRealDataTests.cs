using System.Globalization;
using System.IO.Compression;
using Handraiser.Lapse;
using Xunit;

namespace Handraiser.Tests.Lapse;

/// <summary>The figures that the lapse model is held to, on the purchases of a public online shop; a short form of the benchmark.</summary>
public sealed class LapseOnRealDataTests
{
    private static readonly int FirstDay = new DateOnly(1997, 1, 1).DayNumber;

    [SkippableFact]
    public void On_the_sample_it_ranks_better_than_the_gap_and_its_chances_come_true()
    {
        var (chances, quiet, repeaters) = Judge("CDNOW_sample.txt.gz", dateColumn: 2, week: 39, horizon: 39 * 7);

        Assert.InRange(Ranking.Auc(chances, quiet), 0.778, 1);
        Assert.InRange(Ranking.Auc([.. repeaters.Select(i => chances[i])], [.. repeaters.Select(i => quiet[i])]), 0.730, 1);
        Assert.InRange(Ranking.CalibrationError(chances, quiet), 0, 0.04);
    }

    [SkippableFact]
    public void On_a_young_list_it_knows_who_will_stay_away_where_a_fixed_gap_cannot()
    {
        var (chances, quiet, _) = Judge("CDNOW_master.txt.gz", dateColumn: 1, week: 17, horizon: 26 * 7);

        var right = chances.Zip(quiet).Count(c => c.First >= 0.5 == c.Second);
        Assert.InRange((double)right / quiet.Length, 0.75, 1);
    }

    private static (double[] Chances, bool[] Quiet, int[] Repeaters) Judge(string file, int dateColumn, int week, int horizon)
    {
        var cut = FirstDay + week * 7 - 1;
        var shop = Read(file, dateColumn).Where(days => days[0].Day <= cut).ToList();
        var at = Moment(cut);
        var known = shop.ConvertAll(days => days.TakeWhile(p => p.Day <= cut)
            .Aggregate(PurchaseDays.None, (purchases, p) => purchases.With(Moment(p.Day), p.Amount)));
        var model = LapseFit.Fit(known, at, TimeSpan.FromDays(horizon));
        return (
            [.. known.Select(c => model.ChanceOfNoPurchase(c, at, TimeSpan.FromDays(horizon))!.Value)],
            [.. shop.Select(days => !days.Any(p => p.Day > cut && p.Day <= cut + horizon))],
            [.. Enumerable.Range(0, known.Count).Where(i => known[i].Count > 1)]);
    }

    private static DateTimeOffset Moment(int day) => new(DateOnly.FromDayNumber(day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static IEnumerable<(int Day, decimal Amount)[]> Read(string file, int dateColumn)
    {
        var path = Path.Combine(SharedFolder(), "datasets", file);
        Skip.IfNot(File.Exists(path), "The public data sets are absent.");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return [.. Lines(reader)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => char.IsDigit(words[0][0]))
            .Select(words => (Customer: words[0], Day: Day(words[dateColumn]), Amount: decimal.Parse(words[dateColumn + 2], CultureInfo.InvariantCulture)))
            .GroupBy(p => p.Customer)
            .Select(g => g.Select(p => (p.Day, p.Amount)).OrderBy(p => p.Day).ToArray())];
    }

    private static int Day(string text) => DateOnly.ParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture).DayNumber;

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string SharedFolder()
    {
        if (Environment.GetEnvironmentVariable("HANDRAISER_SHARED") is { Length: > 0 } told)
        {
            return told;
        }

        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Serverless.sln")))
        {
            at = at.Parent;
        }

        return Path.Combine(at?.Parent?.FullName ?? ".", "shared");
    }
}

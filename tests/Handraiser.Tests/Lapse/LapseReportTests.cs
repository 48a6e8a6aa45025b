using System.Globalization;
using System.IO.Compression;
using Handraiser.Benchmarks.Lapse;
using Handraiser.Lapse;
using Xunit;

namespace Handraiser.Tests.Lapse;

/// <summary>The evaluation on other shops' logs, put in the place of the public ones.</summary>
public sealed class LapseReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_log_of_one_year_is_judged_at_the_weeks_that_it_has()
    {
        Write(LapseFitTests.Shop(300, new(0.9, 6, 1.2, 3)), days: 371);

        var report = LapseReport.Measure(folder, draws: 5);

        Assert.Equal([17, 26, 39], report.Cuts.Select(cut => cut.Week));
        Assert.All(report.Cuts.Append(report.Sample), trial => Assert.InRange(trial.HorizonDays, 14, 371 - trial.Week * 7));
        Assert.Equal(report.Cuts[0].Ours.All.Accuracy, report.AccuracyWeek17);
    }

    [Fact]
    public void A_log_too_short_for_every_week_is_cut_in_half_and_claims_no_week_17()
    {
        Write(LapseFitTests.Shop(300, new(0.9, 6, 1.2, 3)), days: 112);

        var report = LapseReport.Measure(folder, draws: 5);

        Assert.Equal(8, Assert.Single(report.Cuts).Week);
        Assert.Equal(8, report.Sample.Week);
        Assert.Null(report.AccuracyWeek17);
    }

    [Fact]
    public void Money_given_back_is_no_purchase()
    {
        Write(LapseFitTests.Shop(300, new(0.9, 6, 1.2, 3)), days: 371, " 00001 19980301  1  -12.50");

        Assert.Equal(371, Shop.CdnowWhole(folder).LastDay - Shop.CdnowWhole(folder).FirstDay + 1);
    }

    /// <summary>The same shop in all the formats, from its first day on.</summary>
    private void Write(List<PurchaseDays> shop, int days, params string[] more)
    {
        var first = shop.Min(customer => customer.Days[0]);
        var lines = shop.Index().SelectMany(c => c.Item.Days.ToArray().Select(day => (Id: c.Index, Day: day - first)))
            .Append((Id: 0, Day: days - 1)).Where(p => p.Day < days).ToList();
        string Day(int day, string format, int year) => new DateOnly(year, 1, 1).AddDays(day).ToString(format, CultureInfo.InvariantCulture);
        File("CDNOW_sample.txt.gz", lines.Select(p => $" {p.Id:D5} {p.Id:D4} {Day(p.Day, "yyyyMMdd", 1997)}  1   10.00"));
        File("CDNOW_master.txt.gz", lines.Select(p => $" {p.Id:D5} {Day(p.Day, "yyyyMMdd", 1997)}  1   10.00").Concat(more).Prepend(" customer_id  date number_of_cds  dollar_value"));
        File("cj_transactions_sample.csv.gz", lines.Select(p => $"\"{p.Id}\",\"1\",\"1\",\"1\",1,10,0,0,0,1,{Day(p.Day, "yyyy-MM-dd", 2017)} 10:00:00").Prepend("header"));
        File("tmall2014_half.csv.gz", lines.Where(p => p.Day < 365).Select(p => $"{p.Id},1,1,{Day(p.Day, "M-d", 2014)}").Prepend("header"));
    }

    private void File(string name, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(new GZipStream(System.IO.File.Create(Path.Combine(folder, name)), CompressionMode.Compress));
        foreach (var line in lines) writer.WriteLine(line);
    }
}

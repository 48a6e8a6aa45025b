using System.IO.Compression;
using Handraiser.Benchmarks.Leads;
using Xunit;

namespace Handraiser.Tests.Lapse;

/// <summary>The evaluation of hot leads on other click logs, put in the place of the public one.</summary>
public sealed class LeadReportTests : IDisposable
{
    private static readonly DateOnly First = new(2014, 4, 15);

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_date_after_which_nobody_buys_is_left_out()
    {
        // The dates are the 60th, 74th and 88th day; only after the second somebody buys.
        Write(days: 100, boughtOn: 77);

        var report = LeadReport.Measure(folder, draws: 5);

        Assert.Equal(First.AddDays(73), Assert.Single(report.Splits).Day);
        Assert.All(report.MeanAuc.Values.Concat(report.MeanTopThree.Values), figure => Assert.InRange(figure, 0, 1));
        Assert.All(report.Splits[0].Flags.Values, flag => Assert.True(double.IsFinite(flag.Lift)));
    }

    [Fact]
    public void A_log_too_short_for_any_date_is_told_in_a_sentence()
    {
        Write(days: 40, boughtOn: 20);

        Assert.StartsWith("The click data need 67 days", Assert.Throws<InvalidDataException>(() => LeadReport.Measure(folder, draws: 5)).Message, StringComparison.Ordinal);
    }

    /// <summary>Ten people who look at their own brand every fifth day; one of them buys once.</summary>
    private void Write(int days, int boughtOn)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(Path.Combine(folder, "tmall2014_half.csv.gz")), CompressionMode.Compress));
        writer.WriteLine("user_id,brand_id,type,visit_datetime");
        for (var day = 0; day < days; day++)
        {
            var date = First.AddDays(day);
            for (var person = 0; person < 10; person++)
            {
                if ((day + person) % 5 == 0) writer.WriteLine($"{person},{person},0,{date.Month}-{date.Day}");
            }

            if (day == boughtOn) writer.WriteLine($"3,3,1,{date.Month}-{date.Day}");
        }
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Handraiser.Functions.Operators.Vitals;
using Microsoft.Extensions.Logging;

namespace Handraiser.EndToEndTests;

/// <summary>What an operator sees measured: on the page of one machine, and handed to the Functions host, which tells Application Insights.</summary>
public sealed class MetricsTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Events in by sender, lag, hops, decisions and their reasons, deliveries, storage calls, cost.</summary>
    private static readonly (string Metric, string[] Tags)[] Wanted =
    [
        ("handraiser.events.accepted", ["sender"]), ("handraiser.events.folded", []), ("handraiser.events.lag", []),
        ("handraiser.segments.hops", ["segment", "change"]), ("handraiser.decisions", ["gate", "play"]),
        ("handraiser.deliveries", ["channel", "outcome"]), ("handraiser.storage.calls", ["service", "method"]), ("handraiser.cost", ["service"]),
    ];

    [Fact]
    public async Task Every_measure_reaches_the_page_and_the_functions_host()
    {
        using var log = new CapturedLog();
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon, options => options with
        {
            LogLevel = LogLevel.Information,
            // The local console leaves these lines out; the Functions host takes them.
            Logging = logging => logging.AddProvider(log).AddFilter("Handraiser.Functions.Operators.Vitals", LogLevel.Information),
        });

        await shop.Webhooks.LeaveCartAsync("m1", "ada@mail.example", "Ada", Noon.AddMinutes(-10));
        await shop.DrainAsync();
        await shop.PassAsync(TimeSpan.FromHours(26), TimeSpan.FromMinutes(30));

        var page = await PageAsync(shop, "local/metrics");
        var told = log.Lines.Where(line => line.Contains(typeof(MetricsForHost).FullName!, StringComparison.Ordinal)).ToList();
        Assert.All(Wanted, wanted =>
        {
            Assert.Contains(wanted.Metric, page, StringComparison.Ordinal);
            Assert.Contains(told, line => line.Contains(wanted.Metric + " = ", StringComparison.Ordinal) && wanted.Tags.All(tag => line.Contains(tag + ": ", StringComparison.Ordinal)));
        });
        // Names and numbers only: nobody is known by a metric.
        Assert.DoesNotContain(told, line => line.Contains("ada", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A newcomer opens the address that the host printed.</summary>
    [Fact]
    public async Task The_first_page_of_a_host_points_to_all_that_there_is_to_look_at()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        var links = Regex.Matches(await PageAsync(shop, ""), "href=\"/([^\"]+)\"").Select(m => m.Groups[1].Value).Where(link => !link.Contains('.')).ToList();

        Assert.Contains("local/metrics", links);
        foreach (var link in links) await PageAsync(shop, link);
    }

    private static async Task<string> PageAsync(RunningShop shop, string path)
    {
        using var http = new HttpClient();
        return WebUtility.HtmlDecode(await http.GetStringAsync(new Uri(shop.App.Address, path)));
    }
}

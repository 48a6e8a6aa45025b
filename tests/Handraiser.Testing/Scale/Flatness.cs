using System.Diagnostics;
using System.Runtime;

namespace Handraiser.Testing.Scale;

/// <summary>
/// The same customers do the same in shops of different sizes. The shops take turns within each round, so that whatever else the machine
/// does falls on all of them, and times are compared within a round. While one has its turn the garbage collector rests: what it would look
/// through is above all the storage of all shops, which in truth lies elsewhere.
/// </summary>
internal static class Flatness
{
    private const int PerPost = 1000;
    private const double Allowed = 0.1;
    private const long BytesPerEvent = 24 * 1024;
    private const long MostBytes = 240 * 1024 * 1024;

    public static async Task<ProfilesReport> MeasureAsync(List<ScaleShop> shops, ScaleSizes sizes, Action<string> progress)
    {
        var measured = shops.Select(_ => new List<Round>()).ToList();
        // The first round brings the active ones into the cache and the code into its final form; it does not count.
        for (var round = 0; round <= sizes.Rounds; round++)
        {
            progress($"Round {round} of {sizes.Rounds}.");
            for (var turn = 0; turn < shops.Count; turn++)
            {
                var i = (turn + round) % shops.Count;
                var one = await RoundAsync(shops[i], sizes, round);
                if (round > 0) measured[i].Add(one);
            }
        }
        var quiet = new List<long>();
        foreach (var shop in shops) quiet.Add(await QuietMinuteAsync(shop));

        var reports = shops.Select((_, i) => Report(sizes.Profiles[i], measured[i], measured[0], quiet[i])).ToList();
        var equal = measured.All(m => m.Select(r => (r.WarmCalls, r.ColdCalls)).SequenceEqual(measured[0].Select(r => (r.WarmCalls, r.ColdCalls))));
        return new ProfilesReport(sizes.Active, sizes.Rounds, reports, equal, reports.Max(r => r.TimeRatio), reports.TrueForAll(r => Math.Abs(r.TimeRatio - 1) <= Allowed));
    }

    private static async Task<Round> RoundAsync(ScaleShop shop, ScaleSizes sizes, int round)
    {
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        shop.Restart();
        var cold = await HandleAsync(shop, People.OneEach(sizes.Active, round, shop.Clock.Now));
        var warm = await HandleAsync(shop, People.Round(sizes.Active, sizes.EventsEach, round, shop.Clock.Now));
        return new Round(warm.Calls, cold.Calls, warm.Cpu, cold.Cpu, warm.Wall);
    }

    /// <summary>Events as they come through the door, until all that follows from them is written.</summary>
    private static async Task<(double Calls, double Cpu, double Wall)> HandleAsync(ScaleShop shop, Events.CustomerEvent[] events)
    {
        var reader = new QueueReader(shop, oneByOne: true);
        shop.Line.Reset();
        GC.Collect(1);
        GC.TryStartNoGCRegion(Math.Min(MostBytes, events.Length * BytesPerEvent), disallowFullBlockingGC: true);
        var (wall, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        foreach (var post in events.Chunk(PerPost)) await shop.Sink.AcceptAsync(post, CancellationToken.None);
        await reader.DrainAsync();
        var measured = (
            shop.Line.Counts.Values.Sum() / (double)events.Length,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / events.Length,
            Stopwatch.GetElapsedTime(wall).TotalMicroseconds / events.Length);
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        return measured;
    }

    private static async Task<long> QuietMinuteAsync(ScaleShop shop)
    {
        shop.Line.Reset();
        await shop.App.SweepAsync();
        return shop.Line.Counts.Values.Sum();
    }

    private static ShopReport Report(int profiles, List<Round> rounds, List<Round> smallest, long quiet) => new(
        profiles, Median(rounds.Select(r => r.WarmCalls)), Median(rounds.Select(r => r.ColdCalls)), Median(rounds.Select(r => r.WarmCpu)), Median(rounds.Select(r => r.ColdCpu)), Median(rounds.Select(r => r.WarmWall)),
        Median(rounds.Zip(smallest, (r, s) => r.WarmCpu / s.WarmCpu)), quiet);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed record Round(double WarmCalls, double ColdCalls, double WarmCpu, double ColdCpu, double WarmWall);
}

using System.Diagnostics;

namespace Handraiser.Testing.Scale;

/// <summary>A segment in which the whole shop is: counted as the tree of segments is shown, listed page by page.</summary>
internal static class LargeSegment
{
    private const string Segment = "raised-hand";
    private const int Page = 1000;

    public static async Task<SegmentReport> MeasureAsync(ScaleShop shop, TimeSpan latency, Action<string> progress)
    {
        shop.Restart();
        shop.Line.Latency = latency;
        try
        {
            var ((trees, _), countCalls, countTime) = await TimedAsync(shop, () => shop.Segments.TreeAsync(CancellationToken.None));
            var members = trees.Single(t => t.Path == Segment).Members;
            var (first, pageCalls, pageTime) = await TimedAsync(shop, () => shop.Segments.PageAsync(Segment, null, null, Page, CancellationToken.None));
            progress($"  {members:N0} members; the first page has {first.Members.Count}.");
            var (listed, listCalls, listTime) = await TimedAsync(shop, () => ListAsync(shop));
            return new SegmentReport(members, countCalls, countTime.TotalSeconds, pageCalls, pageTime.TotalMilliseconds, listCalls, listTime.TotalSeconds, listed);
        }
        finally
        {
            shop.Line.Latency = TimeSpan.Zero;
        }
    }

    private static async Task<long> ListAsync(ScaleShop shop)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var page = await shop.Segments.PageAsync(Segment, after, null, Page, CancellationToken.None);
            seen.UnionWith(page.Members.Select(m => m.Customer));
            after = page.After;
        }
        while (after is not null);
        return seen.Count;
    }

    private static async Task<(T Result, long Calls, TimeSpan Time)> TimedAsync<T>(ScaleShop shop, Func<Task<T>> asked)
    {
        shop.Line.Reset();
        var started = Stopwatch.GetTimestamp();
        var result = await asked();
        return (result, shop.Line.Counts.Values.Sum(), Stopwatch.GetElapsedTime(started));
    }
}

using System.Diagnostics;
using Handraiser.Functions;
using Handraiser.Functions.Storage;

namespace Handraiser.Testing.Scale;

/// <summary>A minute in which very many customers come due: the sweep of the agenda, and one instance that reacts to all of them, which it has not met before.</summary>
internal static class DueMinute
{
    private static readonly TimeSpan Wait = TimeSpan.FromHours(1);

    public static async Task<DueReport> MeasureAsync(ScaleShop shop, ScaleSizes sizes, Action<string> progress)
    {
        var visited = shop.Clock.Now;
        await People.TellAsync(shop, sizes.Due, n => People.Visit(n, visited), progress);
        shop.Restart();
        shop.Clock.Now = visited + Wait + TimeSpan.FromMinutes(1);
        shop.Line.Reset();
        shop.Line.Latency = sizes.Latency;
        try
        {
            var started = Stopwatch.GetTimestamp();
            var swept = TimedAsync(shop.App.SweepAsync(), started);
            var reader = new QueueReader(shop, oneByOne: false);
            while (!swept.IsCompleted) await reader.DrainAsync();
            await reader.DrainAsync();
            var last = Stopwatch.GetElapsedTime(started);
            shop.Line.Latency = TimeSpan.Zero;

            var calls = shop.Line.Counts;
            return new DueReport(sizes.Due, sizes.Profiles[^1], (await swept).TotalSeconds, last.TotalSeconds, calls.Values.Sum() / (double)sizes.Due, calls, await GreetedAsync(shop, sizes.Due));
        }
        finally
        {
            shop.Line.Latency = TimeSpan.Zero;
        }
    }

    private static async Task<TimeSpan> TimedAsync(Task work, long started)
    {
        await work;
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Whether exactly those who were due have what the play gave them, and none is left in the agenda.</summary>
    private static async Task<bool> GreetedAsync(ScaleShop shop, int due)
    {
        var greeted = await shop.App.Get<ICustomers>().ScanAsync(CancellationToken.None).CountAsync(p => p.Person.Trait("stage") is not null);
        var end = Keys.AgendaEnd(shop.Clock.Now);
        var overdue = shop.Account.Table(Names.Tables.Agenda).All().Count(r => string.CompareOrdinal(r.Partition, end) < 0);
        return greeted == due && overdue == 0;
    }
}

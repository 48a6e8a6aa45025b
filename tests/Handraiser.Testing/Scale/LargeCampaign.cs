using System.Diagnostics;
using Handraiser.Functions.Campaigns;

namespace Handraiser.Testing.Scale;

/// <summary>A campaign to very many: every turn, every decision, every claim, every mail rendered and taken by a provider that counts.</summary>
internal static class LargeCampaign
{
    private const int PerMinute = 6000;

    public static async Task<CampaignReport> MeasureAsync(ScaleShop shop, ScaleSizes sizes, Action<string> progress)
    {
        // Noon on a Thursday. The active ones stay out: their carts' mails leave now, and nobody gets two on a day.
        shop.Clock.Now = ScaleShop.Start.AddDays(2).AddHours(2);
        await People.TellAsync(shop, sizes.Recipients, n => People.Look(sizes.Active + n, shop.Clock.Now.AddMinutes(-5)), progress);
        // What has come due in two days is not the campaign's.
        await shop.App.SweepAsync();
        await new QueueReader(shop, oneByOne: true).DrainAsync();
        shop.Restart();
        shop.Post.Reset();
        shop.Line.Reset();

        var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var (_, wrong) = await shop.Campaigns.SendAsync(new CampaignOrder { Template = "newsletter", To = "bikers", Id = "spring", PerMinute = PerMinute }, "the measurement", CancellationToken.None);
        if (wrong is not null) throw new InvalidOperationException(wrong);
        await new QueueReader(shop, oneByOne: true).DrainThroughTimeAsync();
        var (seconds, used) = (Stopwatch.GetElapsedTime(started).TotalSeconds, Environment.CpuUsage.TotalTime - cpu);
        var calls = shop.Line.Counts;
        progress($"  {shop.Post.Mails:N0} mails, {shop.Post.Doubled} second copies.");

        var withInstance = GC.GetTotalMemory(forceFullCollection: true);
        shop.Restart();
        var without = GC.GetTotalMemory(forceFullCollection: true);
        return new CampaignReport(
            sizes.Recipients, shop.Post.Mails, shop.Post.Doubled, calls.Values.Sum() / (double)sizes.Recipients, calls, seconds, used.TotalMilliseconds / sizes.Recipients, (withInstance - without) / 1048576.0);
    }
}

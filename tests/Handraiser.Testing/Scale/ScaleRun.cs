using System.Diagnostics;

namespace Handraiser.Testing.Scale;

/// <summary>Whether an event, a due customer, a member or a recipient costs more the more of them there are: measured on the application itself over storage in memory.</summary>
public static class ScaleRun
{
    /// <summary>Measures everything.</summary>
    /// <param name="sizes">How large.</param>
    /// <param name="progress">Gets a line now and then.</param>
    public static async Task<ScaleReport> MeasureAsync(ScaleSizes sizes, Action<string> progress)
    {
        var shops = new List<ScaleShop>();
        try
        {
            foreach (var profiles in sizes.Profiles)
            {
                progress($"A shop of {profiles:N0} customers is filled.");
                var shop = new ScaleShop();
                shops.Add(shop);
                await People.SettleAsync(shop, profiles, progress);
            }
            var flat = await Flatness.MeasureAsync(shops, sizes, progress);
            var largest = shops[^1];
            foreach (var shop in shops[..^1]) shop.Dispose();
            shops.RemoveRange(0, shops.Count - 1);

            progress("The large segment is counted and listed.");
            var segment = await LargeSegment.MeasureAsync(largest, sizes.Latency, progress);
            progress($"{sizes.Due:N0} come due in one minute.");
            var due = await DueMinute.MeasureAsync(largest, sizes, progress);
            progress($"A campaign goes to {sizes.Recipients:N0}.");
            var campaign = await LargeCampaign.MeasureAsync(largest, sizes, progress);
            using var self = Process.GetCurrentProcess();
            return new ScaleReport(flat, due, segment, campaign, sizes.Latency.TotalMilliseconds, self.PeakWorkingSet64 / 1048576.0);
        }
        finally
        {
            shops.ForEach(s => s.Dispose());
        }
    }
}

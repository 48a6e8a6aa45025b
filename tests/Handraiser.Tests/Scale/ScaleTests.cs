using Handraiser.Testing.Scale;
using Xunit;

namespace Handraiser.Tests.Scale;

/// <summary>What <c>scale</c> measures with a million customers, with few: the calls are the same to the last one whatever the size, and nobody is left out or served twice.</summary>
public sealed class ScaleTests
{
    [Fact]
    public async Task An_event_costs_the_same_calls_in_a_small_and_in_a_large_shop_and_crowds_are_served_once()
    {
        var sizes = ScaleSizes.Brief;
        var report = await ScaleRun.MeasureAsync(sizes, _ => { });

        Assert.True(report.Profiles.CallsAreEqual);
        Assert.All(report.Profiles.Shops, s => Assert.Equal(1, s.CallsOfAQuietMinute));
        Assert.True(report.DueMinute.AllWereWoken);
        // One read and one wake for later each, and a share of messages and transactions.
        Assert.InRange(report.DueMinute.CallsPerCustomer, 1, 2.5);
        Assert.Equal((sizes.Profiles[^1], sizes.Profiles[^1]), (report.LargeSegment.Members, report.LargeSegment.Listed));
        // A call a bucket, whatever the number of members.
        Assert.Equal(64, report.LargeSegment.CallsToCount);
        Assert.Equal((sizes.Recipients, 0), (report.Campaign.Mails, report.Campaign.SecondCopies));
        Assert.InRange(report.Campaign.CallsPerRecipient, 1, 6);
    }
}

using Handraiser.Playbooks;
using Handraiser.Plays;
using MathNet.Numerics.Distributions;
using Xunit;

namespace Handraiser.Tests.Plays;

public sealed class StopSendingTests
{
    private static readonly StopRule Rule = new();

    [Theory]
    [InlineData(2, 10, false)]
    [InlineData(3, 10_000, false)]
    [InlineData(3, 3_000, false)]
    [InlineData(3, 800, true)]
    [InlineData(4, 1_000, true)]
    [InlineData(20, 10_000, true)]
    [InlineData(15, 10_000, false)]
    [InlineData(16, 10_000, true)]
    public void Marketing_stops_only_when_it_is_sure_that_more_than_one_in_a_thousand_complain(int complaints, int delivered, bool stops) =>
        Assert.Equal(stops, StopSending.Reason(Rule, new SendingCounts(delivered, delivered, complaints, 0)) is not null);

    [Fact]
    public void The_bound_is_that_of_Clopper_and_Pearson()
    {
        for (var bad = 3; bad < 30; bad++)
        {
            for (var of = 100; of < 20_000; of += 331)
            {
                Assert.Equal(Beta.InvCDF(bad, of - bad + 1, 0.05) > 0.001, StopSending.IsAbove(bad, of, 0.001, Rule));
            }
        }
    }

    [Fact]
    public void Hard_bounces_stop_it_too_and_the_operator_reads_why()
    {
        var why = StopSending.Reason(Rule, new SendingCounts(Sent: 1000, Delivered: 920, Complaints: 0, HardBounces: 80));

        Assert.Equal("80 hard bounces among 1000 messages in 7 days: more than 5% of all, and not by chance.", why);
        Assert.Null(StopSending.Reason(Rule, new SendingCounts(1000, 945, 0, 55)));
    }

    [Fact]
    public void Complaints_that_come_before_the_deliveries_are_counted_all_the_same() =>
        Assert.NotNull(StopSending.Reason(Rule, new SendingCounts(0, 0, 3, 0)));
}

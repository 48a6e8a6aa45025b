using FsCheck;
using FsCheck.Fluent;
using Handraiser.Budgets;
using Xunit;

namespace Handraiser.Tests.Budgets;

public sealed class DrawingTests
{
    [Fact]
    public void A_block_holds_what_was_asked_or_nothing_and_never_more_than_is_left() => Prop.ForAll<PositiveInt, NonNegativeInt, PositiveInt>((bound, drawn, asked) =>
    {
        var (most, gone, need) = ((decimal)bound.Get, (decimal)Math.Min(drawn.Get, bound.Get), asked.Get / 100m);

        var block = Drawing.Block(most, gone, need);

        return block == 0 ? need > most - gone : block >= need && block <= most - gone;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1000, 0, 0.05, 1.6)]
    [InlineData(1000, 0, 10, 125)]
    [InlineData(1000, 992, 5, 5)]
    [InlineData(1000, 996, 5, 0)]
    [InlineData(0, 0, 0.01, 0)]
    public void A_block_lasts_for_many_sends_and_gets_smaller_as_the_money_runs_out(decimal bound, decimal drawn, decimal asked, decimal block) =>
        Assert.Equal(block, Drawing.Block(bound, drawn, asked));

    [Fact]
    public void With_a_hundredth_left_it_counts_as_spent_unless_more_is_in_hand()
    {
        Assert.False(Drawing.IsSpent(100, 98));
        Assert.True(Drawing.IsSpent(100, 99));
        Assert.False(Drawing.IsSpent(100, 100, inHand: 5));
        Assert.True(Drawing.IsSpent(0, 0));
    }

    [Fact]
    public void Fractions_are_noted_upwards() => Assert.Equal(0.0076m, Drawing.Amount(Drawing.Units(0.00751m)));
}

using Handraiser.Lapse;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Lapse.LapseCases;

namespace Handraiser.Tests.Lapse;

public sealed class ModelFittingTests
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(91);
    private static readonly DateTimeOffset Now = Start.AddDays(365);

    [Fact]
    public void A_shop_with_a_past_of_its_own_gets_a_model_of_its_own()
    {
        var model = ModelFitting.Fit(Sample(LapseFitTests.Shop(2000, new(0.9, 6, 1.2, 3))), ShopModel.Shipped, Horizon, Now);

        Assert.NotNull(model.Lapse);
        Assert.True(model.Quality!.Loss < model.Quality.LossOfDefault);
        Assert.Equal((2000, 2000), (model.Customers, model.Buyers));
        Assert.NotEqual(0UL, model.Mark);
        Assert.Same(model.Lapse, model.In(ShopState.Default).Lapse);
        Assert.False(ModelFitting.IsDue(model, Now.AddDays(6)));
        Assert.True(ModelFitting.IsDue(model, Now.AddDays(7)));
    }

    [Fact]
    public void Too_few_buyers_leave_the_shipped_model_in_use_and_say_so()
    {
        var model = ModelFitting.Fit(Sample(LapseFitTests.Shop(150, new(0.9, 6, 1.2, 3))), ShopModel.Shipped, Horizon, Now);

        Assert.Null(model.Lapse);
        Assert.Equal("Only 150 customers of the sample ever bought; 200 are needed. The shipped model is in use.", model.LapseWhy);
        Assert.Equal(0UL, model.Mark);
        Assert.True(ModelFitting.IsDue(model, Now.AddDays(1)));
    }

    [Fact]
    public void A_past_too_short_to_check_leaves_the_last_fit_in_use()
    {
        var own = ShopModel.Shipped with { Lapse = LapseModel.Default with { FittedAt = Now.AddDays(-8) } };

        var model = ModelFitting.Fit(Sample([.. Enumerable.Repeat(PurchaseDays.None.With(Now.AddDays(-3)), 300)]), own, Horizon, Now);

        Assert.Equal(own.Lapse, model.Lapse);
        Assert.EndsWith("The fit of 2025-12-24 stays in use.", model.LapseWhy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_that_foretells_no_better_than_the_shipped_model_is_refused()
    {
        // Who comes back is drawn blindly, as often as the shipped model says: nothing is there to be learned.
        var shop = LapseFitTests.Shop(260, new(LapseModel.Default.R, LapseModel.Default.Alpha, LapseModel.Default.A, LapseModel.Default.B));
        var fits = Enumerable.Range(0, 6).Select(i => ModelFitting.Fit(Sample([.. shop.Skip(i * 10).Take(205)]), ShopModel.Shipped, Horizon, Now)).ToList();

        Assert.All(fits, f => Assert.Equal(f.Lapse is not null, f.Quality is { } q && q.Loss < q.LossOfDefault && q.Auc >= q.AucOfSilence - 0.02 && q.CalibrationError <= 0.1));
        Assert.Contains(fits, f => f.Lapse is null && f.LapseWhy.EndsWith("The shipped model is in use.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(900, 90, null, "Only 900 mails")]
    [InlineData(5000, 1500, 0.3, "Measured on 5000 mails.")]
    [InlineData(5000, 1010, null, "as good as what is in use")]
    public void The_lists_share_of_opens_is_used_from_enough_mails_on_and_where_it_differs(int delivered, int opened, double? used, string why)
    {
        var sample = new ModelSample();
        sample.Add(Profile.New("a") with { Email = new Engagement { Delivered = delivered, Opened = opened } });

        var model = ModelFitting.Fit(sample, ShopModel.Shipped, Horizon, Now);

        Assert.Equal(used, model.OpenShare);
        Assert.Contains(why, model.OpenShareWhy, StringComparison.Ordinal);
        Assert.Equal(used ?? ShopState.Default.AverageOpenShare, model.In(ShopState.Default).AverageOpenShare);
    }

    [Fact]
    public void The_horizon_is_the_one_that_segments_ask_for_most()
    {
        static TimeSpan Of(string segments) => ModelFitting.Horizon(PlaybookLoader.Load($"store: {{ name: A shop }}\nsegments:\n{segments}").OrThrow().Segments);

        Assert.Equal(TimeSpan.FromDays(90), Of("  a: { willNotBuy: { within: 90d } }\n  b: { willNotBuy: { within: 90d, chance: 50% } }\n  c: { willNotBuy: { within: 30d } }\n"));
        Assert.Equal(TimeSpan.FromDays(182), Of("  a: { ordered: { atLeast: 1 } }\n"));
    }

    private static ModelSample Sample(IReadOnlyList<PurchaseDays> shop)
    {
        var sample = new ModelSample();
        foreach (var days in shop) sample.Add(Profile.New("a") with { Rhythm = new Rhythm { Days = days } });
        return sample;
    }
}

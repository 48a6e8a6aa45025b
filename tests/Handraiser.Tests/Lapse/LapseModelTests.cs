using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Handraiser.Lapse;
using Xunit;
using static Handraiser.Tests.Lapse.LapseCases;

namespace Handraiser.Tests.Lapse;

public sealed class LapseModelTests
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(182);

    [Fact]
    public void The_chance_of_no_purchase_rises_with_silence_in_every_model_and_for_every_customer()
    {
        var cases = from model in Models
                    from customer in Customers
                    from hours in Gen.Choose(0, 50_000)
                    from more in Gen.Choose(1, 20_000)
                    from days in Gen.Choose(1, 800)
                    select (model, customer, hours, more, days);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            double Chance(int hours) =>
                c.model.ChanceOfNoPurchase(c.customer, c.customer.Last!.Value.AddHours(hours), TimeSpan.FromDays(c.days))!.Value;
            var (earlier, later) = (Chance(c.hours), Chance(c.hours + c.more));
            return earlier is >= 0 and <= 1 && later is >= 0 and <= 1 && later >= earlier - 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_longer_horizon_never_raises_the_chance_of_no_purchase()
    {
        var cases = from customer in Customers
                    from days in Gen.Choose(1, 400)
                    from more in Gen.Choose(1, 400)
                    select (customer, days, more);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            double Chance(int days) =>
                LapseModel.Default.ChanceOfNoPurchase(c.customer, c.customer.Last!.Value.AddDays(50), TimeSpan.FromDays(days))!.Value;
            return Chance(c.days + c.more) <= Chance(c.days);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_lapse_date_is_the_first_moment_at_which_everything_the_rule_asks_holds()
    {
        var cases = from model in Models
                    from customer in Customers
                    from percent in Gen.Choose(5, 95)
                    from silent in Gen.Choose(0, 90)
                    select (model, customer, rule: new LapseRule(Horizon, percent / 100.0, TimeSpan.FromDays(silent)));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            if (c.model.LapseDate(c.customer, c.rule) is not { } date)
            {
                return true;
            }

            var before = date.AddMilliseconds(-1);
            return Holds(c.model, c.customer, c.rule, date) && !Holds(c.model, c.customer, c.rule, before);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_chance_passes_the_threshold_exactly_on_the_lapse_date_of_a_repeat_buyer()
    {
        var customer = Bought(20, 25, 18, 30);
        var date = LapseModel.Default.LapseDate(customer, Rule)!.Value;

        Assert.True(date > customer.Last!.Value + Rule.SilentFor);
        Assert.True(LapseModel.Default.ChanceOfNoPurchase(customer, date, Horizon) >= Rule.Chance);
        Assert.True(LapseModel.Default.ChanceOfNoPurchase(customer, date.AddMilliseconds(-1), Horizon) < Rule.Chance);
    }

    [Fact]
    public void Who_buys_often_lapses_after_a_shorter_silence_than_who_buys_seldom()
    {
        TimeSpan Silence(PurchaseDays customer) => LapseModel.Default.LapseDate(customer, Rule)!.Value - customer.Last!.Value;

        Assert.True(Silence(Bought([.. Enumerable.Repeat(10, 6)])) < Silence(Bought([.. Enumerable.Repeat(60, 6)])));
    }

    [Fact]
    public void Never_sooner_than_the_rule_is_silent_for()
    {
        var easy = Rule with { Chance = 0.01, SilentFor = TimeSpan.FromDays(250) };
        var customer = Bought(30, 30);

        Assert.Equal(customer.Last!.Value + easy.SilentFor, LapseModel.Default.LapseDate(customer, easy));
    }

    [Fact]
    public void A_one_time_buyer_whose_chance_starts_above_the_threshold_lapses_only_when_silence_has_doubled_the_odds()
    {
        var customer = Bought();
        var rule = Rule with { Chance = 0.4 };
        var first = LapseModel.Default.ChanceOfNoPurchase(customer, customer.Last!.Value, Horizon)!.Value;
        Assert.True(first > rule.Chance);

        var date = LapseModel.Default.LapseDate(customer, rule)!.Value;

        var then = LapseModel.Default.ChanceOfNoPurchase(customer, date, Horizon)!.Value;
        Assert.Equal(LapseModel.MaterialOdds * first / (1 - first), then / (1 - then), 1e-6);
        Assert.True(date > customer.Last!.Value + rule.SilentFor);
    }

    [Fact]
    public void A_new_purchase_moves_the_date()
    {
        var customer = Bought(30, 30, 30);
        var before = LapseModel.Default.LapseDate(customer, Rule)!.Value;

        Assert.True(LapseModel.Default.LapseDate(customer.With(before.AddDays(-1)), Rule) > before);
    }

    [Fact]
    public void Who_never_bought_has_no_chance_and_follows_her_engagement()
    {
        Assert.Null(LapseModel.Default.ChanceOfNoPurchase(PurchaseDays.None, Start, Horizon));
        Assert.Null(LapseModel.Default.LapseDate(PurchaseDays.None, Rule));
        Assert.Equal(Start + Horizon, LapseModel.Default.LapseDate(PurchaseDays.None, Rule, Start));
    }

    [Fact]
    public void Once_she_bought_engagement_no_longer_matters()
    {
        var customer = Bought(30);

        Assert.Equal(LapseModel.Default.LapseDate(customer, Rule), LapseModel.Default.LapseDate(customer, Rule, Start.AddYears(3)));
    }

    [Fact]
    public void A_certainty_that_no_silence_gives_has_no_date()
    {
        Assert.Null(LapseModel.Default.LapseDate(Bought(), Rule with { Chance = 0.999999 }));
        Assert.Null(LapseModel.Default.LapseDate(Bought(), Rule with { SilentFor = TimeSpan.FromDays(5000) }));
    }

    [Fact]
    public void A_horizon_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LapseModel.Default.ChanceOfNoPurchase(Bought(), Start, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => LapseModel.Default.LapseDate(Bought(), Rule with { Within = TimeSpan.Zero }));
    }

    [Fact]
    public void A_model_survives_its_json()
    {
        var fitted = LapseModel.Default with { FittedAt = Start, Quality = new(100, 182, 0.7, 0.78, 0.77, 0.02, 0.5, 0.6, false) };

        Assert.Equal(fitted, LapseModel.FromJson(fitted.ToJson()));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"r":-1,"p":4,"a":1,"b":1}""")]
    [InlineData("""{"r":1,"p":4,"a":1,"b":1,"w":{"o":0,"m":-1,"s":0,"f":0}}""")]
    public void A_model_that_no_fit_can_give_is_refused(string json) =>
        Assert.Throws<JsonException>(() => LapseModel.FromJson(json));

    private static bool Holds(LapseModel model, PurchaseDays customer, LapseRule rule, DateTimeOffset at)
    {
        double LogOdds(DateTimeOffset moment) => model.LogOdds(customer.At(moment)!.Value, rule.Within.TotalDays);

        var last = customer.Last!.Value;
        return at >= last + rule.SilentFor
            && model.ChanceOfNoPurchase(customer, at, rule.Within) >= rule.Chance
            && LogOdds(at) >= LogOdds(last) + Math.Log(LapseModel.MaterialOdds);
    }
}

using Handraiser.Lapse;
using Xunit;
using static Handraiser.Tests.Lapse.LapseCases;

namespace Handraiser.Tests.Lapse;

public sealed class LapseFitTests
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(91);
    private static readonly DateTimeOffset Now = Start.AddDays(365);

    [Fact]
    public void It_finds_the_population_that_the_customers_came_from()
    {
        var model = LapseFit.Fit(Shop(4000, new(0.9, 6, 1.2, 3)), Now, Horizon);

        Assert.InRange(model.R / model.Alpha, 0.12, 0.18);
        Assert.InRange(model.A / (model.A + model.B), 0.23, 0.34);
        Assert.Equal(Now, model.FittedAt);
        Assert.False(model.Quality!.AtBound);
    }

    [Fact]
    public void A_stated_chance_comes_true_on_what_the_fit_has_not_seen()
    {
        var shop = Shop(4000, new(0.9, 6, 1.2, 3));
        var split = Now.AddDays(-91);
        var known = shop.Select(c => (Then: Known(c, split), Later: c)).Where(c => c.Then.Count > 0).ToList();

        var model = LapseFit.Fit([.. known.Select(c => c.Then)], split, Horizon);

        var chances = known.Select(c => model.ChanceOfNoPurchase(c.Then, split, Horizon)!.Value).ToArray();
        var quiet = known.Select(c => c.Later.Count == c.Then.Count).ToArray();
        Assert.InRange(Ranking.CalibrationError(chances, quiet), 0, 0.04);
        Assert.InRange(model.Quality!.CalibrationError, 0, 0.04);
        Assert.InRange(Ranking.Auc(chances, quiet), 0.7, 1);
    }

    [Fact]
    public void Where_people_buy_weekly_one_who_bought_once_and_stayed_away_is_not_taken_for_certain_to_return()
    {
        var (past, later) = Weekly(1000);

        var model = LapseFit.Fit(past, Now, Horizon);

        Assert.True(model.LeavesAtOnce);
        Assert.True(model.ChanceOfNoPurchase(PurchaseDays.None.With(Now.AddDays(-70)), Now, Horizon) > 0.9);
        var chances = past.Select(c => model.ChanceOfNoPurchase(c, Now, Horizon)!.Value).ToArray();
        var quiet = later.Select(c => !c.Days.ToArray().Any(day => day > DateOnly.FromDateTime(Now.Date).DayNumber)).ToArray();
        var silence = past.Select(c => (Now - c.Last!.Value).TotalDays).ToArray();
        Assert.True(Ranking.Auc(chances, quiet) > Ranking.Auc(silence, quiet) - 0.01);
    }

    [Fact]
    public void Where_nobody_leaves_before_the_second_purchase_the_fit_says_so() =>
        Assert.False(LapseFit.Fit(Shop(4000, new(0.9, 6, 1.2, 3)), Now, Horizon).LeavesAtOnce);

    [Fact]
    public void The_weights_keep_the_chance_rising_even_where_the_past_says_otherwise()
    {
        // Customers who come back exactly after a long pause, and at no other time: silence brings the purchase nearer.
        var shop = Enumerable.Range(0, 400).Select(i => Bought([.. Enumerable.Repeat(80 + i % 20, 4)])).ToList();

        var model = LapseFit.Fit(shop, Now, Horizon);

        Assert.True(model.Weights.Model > 0);
        Assert.True(model.Weights.Silence >= 0);
    }

    public static TheoryData<string> DegenerateShops => ["nobody", "prospects", "one", "once", "today", "daily", "regular", "future"];

    [Theory]
    [MemberData(nameof(DegenerateShops))]
    public void A_shop_that_decides_nothing_still_gets_a_usable_model(string kind)
    {
        List<PurchaseDays> shop = kind switch
        {
            "nobody" => [],
            "prospects" => [.. Enumerable.Repeat(PurchaseDays.None, 200)],
            "one" => [Bought(10)],
            "once" => [.. Enumerable.Range(0, 300).Select(i => PurchaseDays.None.With(Start.AddDays(i)))],
            "today" => [.. Enumerable.Repeat(PurchaseDays.None.With(Now), 300)],
            "daily" => [.. Enumerable.Repeat(Bought([.. Enumerable.Repeat(1, 365)]), 200)],
            "regular" => [.. Enumerable.Repeat(Bought([.. Enumerable.Repeat(30, 12)]), 300)],
            _ => [.. Enumerable.Repeat(PurchaseDays.None.With(Now.AddDays(9)), 300)],
        };

        var model = LapseFit.Fit(shop, Now, Horizon);

        Assert.Equal(model, LapseModel.FromJson(model.ToJson()));
        var customer = Bought(30, 30);
        Assert.InRange(model.ChanceOfNoPurchase(customer, customer.Last!.Value.AddDays(200), Horizon)!.Value, 1e-9, 1);
    }

    [Fact]
    public void Spend_counts_where_it_tells_and_not_its_currency()
    {
        // Those who spend much come back within the month, the others do not.
        List<PurchaseDays> Shop(decimal rate) => [.. Enumerable.Range(0, 600).Select(i => i % 2 == 0
            ? Enumerable.Range(0, 12).Aggregate(PurchaseDays.None, (p, n) => p.With(Start.AddDays(i / 10 + 28 * n), 90 * rate))
            : PurchaseDays.None.With(Start.AddDays(i / 10), 10 * rate))];

        var (dollars, yen) = (LapseFit.Fit(Shop(1), Now, Horizon), LapseFit.Fit(Shop(150), Now, Horizon));

        Assert.True(dollars.Weights.Spend < 0);
        Assert.Equal(dollars.Weights.Spend, yen.Weights.Spend, 1e-6);
    }

    [Fact]
    public void Where_the_past_is_too_short_to_calibrate_the_level_is_that_of_the_population()
    {
        var shop = Enumerable.Range(0, 300).Select(i => Bought([.. Enumerable.Repeat(3, i % 4)])).ToList();
        var soon = Start.AddDays(12);

        var model = LapseFit.Fit(shop, soon, Horizon);

        Assert.Null(model.Quality);
        var facts = shop.Select(c => c.Until(DateOnly.FromDateTime(soon.Date).DayNumber)!.Value).ToList();
        Assert.Equal(
            facts.Average(p => model.Population.NoPurchase(p, Horizon.TotalDays)),
            facts.Average(p => model.ChanceOfNoPurchase(p, Horizon.TotalDays)),
            1e-6);
    }

    [Fact]
    public void One_who_bought_every_day_for_years_and_then_left_does_not_spoil_the_fit()
    {
        var shop = Shop(400, new(0.9, 6, 1.2, 3));
        var daily = Enumerable.Range(1, 1000).Aggregate(PurchaseDays.None, (p, n) => p.With(Start.AddDays(-2600 + n)));

        var (without, with) = (LapseFit.Fit(shop, Now, Horizon), LapseFit.Fit([.. shop, daily], Now, Horizon));

        Assert.NotEqual(LapseModel.Default.Population, with.Population);
        Assert.InRange(with.R / with.Alpha, 0.5 * without.R / without.Alpha, 2 * without.R / without.Alpha);
        Assert.InRange(with.ChanceOfNoPurchase(daily, Now, Horizon)!.Value, 0.9, 1);
    }

    [Fact]
    public void The_same_sample_gives_the_same_model()
    {
        var shop = Shop(500, new(0.9, 6, 1.2, 3));

        Assert.Equal(LapseFit.Fit(shop, Now, Horizon), LapseFit.Fit(shop, Now, Horizon));
    }

    /// <summary>Customers who buy every week, one in thirty of them for the last time; with and without what follows today.</summary>
    private static (List<PurchaseDays> Past, List<PurchaseDays> All) Weekly(int customers)
    {
        var random = new Random(7);
        var all = Enumerable.Range(0, customers).Select(_ =>
        {
            var day = random.Next(340);
            var purchases = PurchaseDays.None.With(Start.AddDays(day));
            while (random.Next(30) > 0 && day < 365 + 91)
            {
                day += random.Next(6, 9);
                purchases = purchases.With(Start.AddDays(day));
            }
            return purchases;
        }).ToList();
        return (all.ConvertAll(c => Known(c, Now)), all);
    }

    private static PurchaseDays Known(PurchaseDays customer, DateTimeOffset at)
    {
        var until = DateOnly.FromDateTime(at.Date).DayNumber;
        return customer.Days.ToArray().Where(day => day <= until)
            .Aggregate(PurchaseDays.None, (p, day) => p.With(Start.AddDays(day - DateOnly.FromDateTime(Start.Date).DayNumber)));
    }

    /// <summary>Customers who buy and leave as the model says, from a fixed seed.</summary>
    internal static List<PurchaseDays> Shop(int customers, BgNbd population)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, customers).Select(_ => Simulated(random, population))];
    }

    private static PurchaseDays Simulated(Random random, BgNbd population)
    {
        var rate = MathNet.Numerics.Distributions.Gamma.Sample(random, population.R, population.Alpha);
        var leave = MathNet.Numerics.Distributions.Beta.Sample(random, population.A, population.B);
        var day = random.NextDouble() * 200;
        var purchases = PurchaseDays.None.With(Start.AddDays(day));
        while (true)
        {
            day += 7 * -Math.Log(1 - random.NextDouble()) / rate;
            if (day > 365)
            {
                return purchases;
            }

            purchases = purchases.With(Start.AddDays(day));
            if (random.NextDouble() < leave)
            {
                return purchases;
            }
        }
    }
}

using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Handraiser.Lapse;
using Xunit;
using static Handraiser.Tests.Lapse.LapseCases;

namespace Handraiser.Tests.Lapse;

public sealed class PurchaseDaysTests
{
    [Fact]
    public void Purchases_may_arrive_in_any_order()
    {
        // Eight years, so that forgetting what is older than the window is part of it.
        var cases = from hours in Gen.Choose(0, 8 * 365 * 24).NonEmptyListOf()
                    let sameDay = hours.Take(3).Select(hour => hour / 24 * 24)
                    from shuffled in Gen.Shuffle(hours.Concat(sameDay).ToArray())
                    select (hours: hours.Concat(sameDay), shuffled);
        Prop.ForAll(cases.ToArbitrary(), c => Folded(c.hours).Equals(Folded(c.shuffled))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Purchases_of_one_day_are_one_visit()
    {
        var morning = new DateTimeOffset(2025, 3, 1, 8, 0, 0, TimeSpan.FromHours(-5));
        var customer = PurchaseDays.None.With(morning, 12.5m).With(morning.AddHours(15), 7.25m);

        Assert.Equal(1, customer.Count);
        Assert.Equal(1975, customer.Cents[0]);
        Assert.Equal(morning.AddHours(15), customer.Last);
    }

    [Fact]
    public void It_is_as_short_as_a_list_of_gaps_in_json_and_comes_back_the_same()
    {
        var customer = Bought(12, 3);

        var json = JsonSerializer.Serialize(customer);

        Assert.Equal("[1737023400000,739251,0,12,0,3,0]".Length, json.Length);
        Assert.EndsWith(",12,0,3,0]", json, StringComparison.Ordinal);
        Assert.Equal(customer, JsonSerializer.Deserialize<PurchaseDays>(json));
        Assert.Equal("[]", JsonSerializer.Serialize(PurchaseDays.None));
        Assert.Equal(PurchaseDays.None, JsonSerializer.Deserialize<PurchaseDays>("[]"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[1,5]")]
    [InlineData("[1,5,0,0,0]")]
    [InlineData("[1,5,0,-2,0]")]
    [InlineData("[1,5,-1]")]
    [InlineData("[1,99999999999,0]")]
    [InlineData("[\"x\"]")]
    public void Broken_json_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PurchaseDays>(json));

    [Fact]
    public void A_customer_of_every_day_for_ten_years_stays_under_ten_kilobytes()
    {
        var customer = Folded(Enumerable.Range(0, 3650).Select(day => day * 24));

        Assert.Equal(PurchaseDays.Window, customer.Count);
        Assert.True(JsonSerializer.Serialize(customer).Length < 10_000);
    }

    private static PurchaseDays Folded(IEnumerable<int> hours) =>
        hours.Aggregate(PurchaseDays.None, (purchases, hour) => purchases.With(Start.AddHours(hour), 1000 + hour % 100));
}

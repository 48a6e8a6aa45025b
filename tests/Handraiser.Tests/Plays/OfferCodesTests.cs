using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays;

public sealed class OfferCodesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly OfferCodes Codes = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly Offer Fifteen = new() { Percent = 15, Expires = TimeSpan.FromHours(72) };

    [Fact]
    public void A_code_is_the_same_for_the_same_action_and_another_for_any_other()
    {
        var code = Codes.Make("mary", "a-1", Fifteen, Now);

        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$", code);
        Assert.Equal(code, Codes.Make("mary", "a-1", Fifteen, Now));
        Assert.Equal(5000, Enumerable.Range(0, 5000).Select(i => Codes.Make($"c{i}", "a-1", Fifteen, Now)).Distinct().Count());
    }

    [Fact]
    public void A_code_can_be_checked_without_having_been_stored()
    {
        var code = Codes.Make("mary", "a-1", Fifteen, Now);

        Assert.True(Codes.IsGood(code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), Fifteen, Now));
        Assert.Equal(Fifteen, Codes.Find(code, [Fifteen with { Percent = 10 }, Fifteen]));
        Assert.Null(Codes.Find(code, [Fifteen with { Percent = 10 }]));
        Assert.False(Codes.IsGood(code, Fifteen with { Percent = 50 }, Now));
        Assert.False(OfferCodes.Under(new byte[32]).IsGood(code, Fifteen, Now));
        Assert.False(Codes.IsGood("WELCOME10", Fifteen, Now));
        Assert.False(Codes.IsGood("", Fifteen, Now));
    }

    [Fact]
    public void A_code_is_good_until_the_end_of_its_last_day_and_one_without_expiry_for_ever()
    {
        var code = Codes.Make("mary", "a-1", Fifteen, Now);
        Assert.Equal(new DateOnly(2026, 3, 5), DateOnly.FromDateTime(OfferCodes.GoodUntil(code)!.Value.UtcDateTime));
        Assert.True(Codes.IsGood(code, Fifteen, Now.AddDays(3)));
        Assert.False(Codes.IsGood(code, Fifteen, Now.AddDays(4)));

        var forEver = Fifteen with { Expires = null };
        Assert.True(Codes.IsGood(Codes.Make("mary", "a-1", forEver, Now), forEver, Now.AddYears(30)));
    }

    [Fact]
    public void No_changed_digit_makes_another_good_code()
    {
        var code = Codes.Make("mary", "a-1", Fifteen, Now);
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] == '-') continue;
            var changed = code[..i] + (code[i] == '7' ? '8' : '7') + code[(i + 1)..];
            Assert.False(Codes.IsGood(changed, Fifteen, Now));
        }
    }

    [Fact]
    public void A_key_that_is_too_short_is_refused() => Assert.Throws<ArgumentException>(() => new OfferCodes(new byte[31]));

    [Fact]
    public void Without_a_word_from_the_playbook_who_buys_often_gets_no_offer()
    {
        var book = DeliveryCases.Book();
        OrderSeen Order(int daysAgo) => new() { Id = $"o{daysAgo}", PlacedAt = Now.AddDays(-daysAgo), Value = 10 };
        var often = Profile.New("a") with { Rhythm = new Rhythm { Last = [Order(300), Order(200), Order(100), Order(10)] } };

        Assert.Null(Offers.Allowed(often, Fifteen, book, Now));
        Assert.NotNull(Offers.Allowed(often, Fifteen, book, Now.AddDays(80)));
        Assert.NotNull(Offers.Allowed(often, Fifteen with { NotTo = "vip" }, book, Now));
    }

    [Fact]
    public void The_most_that_a_percentage_takes_off_is_part_of_what_its_code_says()
    {
        var capped = Fifteen with { AtMost = 30 };
        var code = Codes.Make("mary", "a-1", capped, Now);

        Assert.Equal(capped, Codes.Find(code, [Fifteen, capped]));
        Assert.False(Codes.IsGood(code, Fifteen, Now));
        Assert.False(Codes.IsGood(code, Fifteen with { AtMost = 300 }, Now));
    }

    [Fact]
    public void A_budget_that_is_a_bound_counts_with_the_most_and_one_that_is_an_expectation_with_what_is_likely()
    {
        var play = DeliveryCases.Play();
        var mail = DeliveryCases.Action(Now) with { Offer = Fifteen with { AtMost = 30 } };
        var small = Profile.New("a") with { Carts = [new Cart { Id = "1", ChangedAt = Now, Value = 40 }] };

        Assert.Equal(30, Offers.Cost(small, mail, play));
        Assert.Equal(30, Offers.Cost(Profile.New("a"), mail, play));
        Assert.Equal(3, Offers.Cost(small, mail, play, used: 0.5m));
        Assert.Equal(15, Offers.Cost(small with { Carts = [new Cart { Id = "1", ChangedAt = Now, Value = 4000 }] }, mail, play, used: 0.5m));
    }

    [Fact]
    public void A_percentage_is_reckoned_of_the_cart_else_of_the_mean_order()
    {
        var play = DeliveryCases.Play() with { Cost = 0.05m };
        var mail = DeliveryCases.Action(Now) with { Offer = Fifteen };
        var profile = Profile.New("a") with { Rhythm = new Rhythm { Last = [new OrderSeen { Id = "o1", PlacedAt = Now, Value = 40 }, new OrderSeen { Id = "o2", PlacedAt = Now, Value = 60 }] } };

        Assert.Equal(7.55m, Offers.Cost(profile, mail, play));
        Assert.Equal(30.05m, Offers.Cost(profile with { Carts = [new Cart { Id = "1", ChangedAt = Now, Value = 200 }] }, mail, play));
        Assert.Equal(5.05m, Offers.Cost(profile, mail with { Offer = new Offer { Amount = 5 } }, play));
        Assert.Equal(1.05m, Offers.Cost(profile, mail with { Offer = new Offer { Amount = 5 } }, play, used: 0.2m));
    }
}

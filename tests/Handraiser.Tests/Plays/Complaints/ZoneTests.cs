using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays.Complaints;

/// <summary>Messages at the wrong hour.</summary>
public sealed class ZoneTests
{
    [Fact]
    public void Mautic_10170_a_time_of_day_is_the_customers_not_the_servers()
    {
        var shop = Living(("timeZone", "America/Los_Angeles"), Cases.Mail("at-ten", wait: new Wait { At = new TimeOnly(10, 0) }));
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(2);

        Assert.Equal(new DateTimeOffset(2026, 3, 2, 18, 0, 0, TimeSpan.Zero), Assert.Single(shop.Done).At);
    }

    [Fact]
    public void Mautic_17090_the_minute_that_was_written_is_the_minute_that_is_meant()
    {
        var shop = Living(("timeZone", "Asia/Kolkata"), Cases.Mail("at-1037", wait: new Wait { At = new TimeOnly(10, 37) }));
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(2);

        Assert.Equal(new DateTimeOffset(2026, 3, 3, 5, 7, 0, TimeSpan.Zero), Assert.Single(shop.Done).At);
    }

    [Fact]
    public void Rapidpro_5492_nothing_reaches_a_customer_in_their_quiet_hours()
    {
        var quiet = new ChannelLimit { Quiet = new DailyWindow(new TimeOnly(21, 0), new TimeOnly(8, 0)) };
        var shop = new VirtualShop(Cases.WithLimits(quiet, Cases.Mail("cart-left")), VirtualShop.Monday.AddHours(13)).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(1);

        Assert.Equal(new DateTimeOffset(2026, 3, 3, 8, 0, 0, TimeSpan.Zero), Assert.Single(shop.Done).At);
        Assert.Contains(Gates.QuietHours, shop.Gates("cart-left"));
    }

    [Fact]
    public void Rapidpro_1570_what_would_make_no_sense_in_the_morning_is_dropped()
    {
        var quiet = new ChannelLimit { Quiet = new DailyWindow(new TimeOnly(21, 0), new TimeOnly(8, 0)) };
        var shop = new VirtualShop(Cases.WithLimits(quiet, Cases.Mail("tonight") with { Stale = TimeSpan.FromHours(3) }), VirtualShop.Monday.AddHours(13)).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(1);

        Assert.Empty(shop.Done);
    }

    [Fact]
    public void A_night_that_ends_within_the_hour_that_autumn_repeats_holds_until_the_second_time()
    {
        var quiet = new ChannelLimit { Quiet = new DailyWindow(new TimeOnly(21, 0), new TimeOnly(1, 30)) };
        var secondQuarterPastOne = new DateTimeOffset(2026, 10, 25, 1, 15, 0, TimeSpan.Zero);
        var shop = new VirtualShop(Cases.WithLimits(quiet, Cases.Mail("cart-left")), secondQuarterPastOne).Known();
        shop.Tell(EventKinds.CustomerUpdated, Traits("timeZone", "Europe/London"));
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(1);

        Assert.Equal(secondQuarterPastOne.AddMinutes(15), Assert.Single(shop.Done).At);
    }

    [Fact]
    public void Klaviyo_4408737146651_a_customer_in_perth_is_not_texted_by_sydneys_clock()
    {
        var there = Living(("country", "AU"));
        there.Tell(EventKinds.CustomerUpdated, Traits("region", "Western Australia"));

        Assert.Equal("Australia/Perth", CustomerZone.Of(there.Profile, there.Playbook.Store).Id);
    }

    [Fact]
    public void Dittofeed_a_zone_is_always_found()
    {
        var store = new Store { Name = "Ridgeway", TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London") };

        Assert.Equal("Europe/London", CustomerZone.Of(Living(("timeZone", "Mars/Olympus")).Profile, store).Id);
        Assert.Equal("Europe/London", CustomerZone.Of(Living(("country", "Ruritania")).Profile, store).Id);
        Assert.Equal("Europe/London", CustomerZone.Of(Profile.New("a"), store).Id);
    }

    private static EventData Traits(string name, string value) => new() { Traits = ImmutableDictionary<string, string>.Empty.Add(name, value) };

    private static VirtualShop Living((string Name, string Value) where, params Play[] plays)
    {
        var shop = new VirtualShop(plays).Known();
        shop.Tell(EventKinds.CustomerUpdated, Traits(where.Name, where.Value));
        return shop;
    }
}

using System.Collections.Immutable;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays;

public sealed class PlayClockTests
{
    private static readonly Store London = new() { Name = "Ridgeway", TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London") };

    [Fact]
    public void A_time_that_spring_skips_becomes_the_first_moment_after_the_gap()
    {
        var due = Due(new Wait { At = new TimeOnly(1, 30) }, Utc(2026, 3, 28, 12));

        Assert.Equal(Utc(2026, 3, 29, 1), due);
    }

    [Fact]
    public void A_time_that_autumn_repeats_is_its_first_occurrence_and_not_a_second_one()
    {
        var due = Due(new Wait { At = new TimeOnly(1, 30) }, Utc(2026, 10, 24, 12));
        Assert.Equal(Utc(2026, 10, 25, 0, 30), due);

        Assert.Equal(Utc(2026, 10, 26, 1, 30), Due(new Wait { At = new TimeOnly(1, 30) }, due.AddMinutes(1)));
    }

    [Theory]
    [InlineData("America/New_York", 2026, 3, 8, 7)]
    [InlineData("Australia/Sydney", 2026, 10, 3, 16)]
    public void The_gap_is_stepped_over_wherever_the_customer_lives(string zone, int year, int month, int day, int hour) =>
        Assert.Equal(Utc(year, month, day, hour), Due(new Wait { At = new TimeOnly(2, 30) }, Utc(year, month, day, hour).AddHours(-6), In(zone)));

    [Fact]
    public void A_length_is_as_long_when_the_clocks_change_and_a_time_of_day_keeps_its_hour()
    {
        Assert.Equal(Utc(2026, 3, 29, 12), Due(Length(24), Utc(2026, 3, 28, 12)));
        Assert.Equal(Utc(2026, 3, 29, 11), Due(new Wait { From = TimeSpan.FromHours(1), To = TimeSpan.FromHours(1), At = new TimeOnly(12, 0) }, Utc(2026, 3, 28, 12)));
    }

    [Fact]
    public void A_weekday_without_a_time_begins_at_the_customers_midnight_and_today_counts()
    {
        Assert.Equal(Utc(2026, 3, 2, 15), Due(new Wait { On = DayOfWeek.Tuesday }, Utc(2026, 3, 2, 9), In("Asia/Tokyo")));
        Assert.Equal(Utc(2026, 3, 3, 9), Due(new Wait { On = DayOfWeek.Tuesday }, Utc(2026, 3, 3, 9)));
    }

    [Fact]
    public void A_range_has_one_length_for_each_run_and_spreads_them()
    {
        var wait = new Wait { From = TimeSpan.FromMinutes(20), To = TimeSpan.FromMinutes(90) };
        var lengths = Enumerable.Range(0, 200).Select(i => PlayClock.Due(wait, Utc(2026, 3, 2, 9), $"run-{i}", 0, Profile.New("a"), London) - Utc(2026, 3, 2, 9)).ToList();

        Assert.All(lengths, l => Assert.InRange(l, wait.From, wait.To));
        Assert.True(lengths.Max() - lengths.Min() > TimeSpan.FromMinutes(60));
        Assert.Equal(lengths[7], PlayClock.Due(wait, Utc(2026, 3, 2, 9), "run-7", 0, Profile.New("a"), London) - Utc(2026, 3, 2, 9));
    }

    [Fact]
    public void What_waits_for_the_opening_is_not_all_done_at_the_stroke_of_nine()
    {
        var wait = new Wait { From = TimeSpan.FromMinutes(20), To = TimeSpan.FromMinutes(90), BusinessHours = true };
        var times = Enumerable.Range(0, 20).Select(i => PlayClock.Due(wait, Utc(2026, 3, 6, 20), $"run-{i}", 0, Profile.New("a"), London)).ToList();

        Assert.All(times, t => Assert.InRange(t, Utc(2026, 3, 9, 9), Utc(2026, 3, 9, 10, 10)));
        Assert.True(times.Distinct().Count() > 10);
    }

    [Fact]
    public void The_usual_hour_is_that_of_the_customers_own_opens_in_their_own_zone()
    {
        var hours = new int[24];
        hours[19] = 4;
        hours[8] = 1;
        var evening = In("Europe/Berlin") with { Email = new Engagement { Hours = [.. hours] } };

        Assert.Equal(Utc(2026, 3, 2, 19), Due(new Wait { UsualHour = true }, Utc(2026, 3, 2, 9), evening));
    }

    [Fact]
    public void Neighbouring_hours_agree_and_too_few_opens_say_nothing()
    {
        var hours = new int[24];
        hours[3] = 2;
        hours[8] = hours[9] = hours[10] = 1;
        var morning = Profile.New("a") with { Email = new Engagement { Hours = [.. hours] } };
        Assert.Equal(Utc(2026, 3, 3, 3), Due(new Wait { UsualHour = true }, Utc(2026, 3, 2, 12), morning));
        hours[9] = 2;
        Assert.Equal(Utc(2026, 3, 3, 9), Due(new Wait { UsualHour = true }, Utc(2026, 3, 2, 12), morning with { Email = new Engagement { Hours = [.. hours] } }));

        var few = new int[24];
        few[4] = 2;
        Assert.Equal(Utc(2026, 3, 3, 10), Due(new Wait { UsualHour = true }, Utc(2026, 3, 2, 12), Profile.New("a") with { Email = new Engagement { Hours = [.. few] } }));
    }

    [Theory]
    [InlineData("+12065550100", "America/Los_Angeles")]
    [InlineData("+12125550100", "America/New_York")]
    [InlineData("+18765550100", "America/Jamaica")]
    [InlineData("+4915112345678", "Europe/Berlin")]
    [InlineData("+5592912345678", "America/Manaus")]
    [InlineData("+77011234567", "Asia/Almaty")]
    [InlineData("+79161234567", "Europe/Moscow")]
    public void A_phones_country_or_area_tells_the_zone_where_nothing_better_does(string phone, string zone)
    {
        var profile = Profile.New("a") with { Person = new Person { Phone = phone } };

        Assert.Equal(zone, CustomerZone.Of(profile, London).Id);
        Assert.Equal("Europe/Paris", CustomerZone.Of(profile with { Person = profile.Person.With(Told("country", "France")) }, London).Id);
        Assert.Equal("Asia/Tokyo", CustomerZone.Of(profile with { Person = profile.Person.With(Told("country", "France")).With(Told("timeZone", "Asia/Tokyo")) }, London).Id);
    }

    [Theory]
    [InlineData("US", "California", "America/Los_Angeles")]
    [InlineData("usa", "tx", "America/Chicago")]
    [InlineData("United Kingdom", "Leeds", "Europe/London")]
    [InlineData("Österreich", "Wien", "Europe/Vienna")]
    [InlineData("ES", "Las Palmas", "Atlantic/Canary")]
    public void A_country_and_a_region_or_city_tell_the_zone(string country, string place, string zone)
    {
        foreach (var kind in new[] { "region", "city" })
        {
            Assert.Equal(zone, CustomerZone.Of(Profile.New("a") with { Person = Person.Unknown.With(Told("country", country)).With(Told(kind, place)) }, new Store { Name = "x" }).Id);
        }
    }

    [Fact]
    public void Every_zone_in_the_list_is_known_to_this_machine() => Assert.All(Zones.Names, name => Assert.NotNull(Zones.Find(name)));

    private static DateTimeOffset Due(Wait wait, DateTimeOffset from, Profile? profile = null) => PlayClock.Due(wait, from, "run", 0, profile ?? Profile.New("a"), London);

    private static Wait Length(double hours) => new() { From = TimeSpan.FromHours(hours), To = TimeSpan.FromHours(hours) };

    private static Profile In(string zone) => Profile.New("a") with { Person = Person.Unknown.With(Told("timeZone", zone)) };

    private static Trait Told(string name, string value) => new(name, value, Utc(2026, 1, 1, 0), "test");

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute = 0) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}

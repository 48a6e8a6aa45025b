using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>When a step is due.</summary>
public static class PlayClock
{
    /// <summary>From so many opens and clicks on the customer's own usual hour is believed.</summary>
    public const int OpensForAnHour = 3;

    /// <summary>
    /// When a step is due that waits from <paramref name="from"/>. The length within a range follows from the run and the step, so every
    /// replay gives the same; a time of day, a weekday and the usual hour are the customer's, business hours are the shop's (law 3).
    /// </summary>
    public static DateTimeOffset Due(Wait wait, DateTimeOffset from, string runId, int step, Profile profile, Store store)
    {
        var jitter = wait.To > wait.From ? (wait.To - wait.From) * StableHash.Unit("wait", runId, step.ToString(CultureInfo.InvariantCulture)) : TimeSpan.Zero;
        var due = from + wait.From + jitter;
        if (wait.At is not null || wait.On is not null || wait.UsualHour)
        {
            var zone = CustomerZone.Of(profile, store);
            due = NextLocal(due, wait.At ?? (wait.UsualHour ? UsualHour(profile, zone, store, due) : null), wait.On, zone);
        }
        return wait.BusinessHours ? Open(due, jitter, store) : due.ToUniversalTime();
    }

    /// <summary>
    /// The hour at which this customer usually opens, on their own clock: the hour of most of a person's opens and clicks, its neighbours
    /// counting half, so that 8:55 and 9:05 agree. The shop's default before <see cref="OpensForAnHour"/> of them.
    /// </summary>
    public static TimeOnly UsualHour(Profile profile, TimeZoneInfo zone, Store store, DateTimeOffset at)
    {
        var hours = profile.Email.Hours;
        if (hours.IsEmpty || Sum(hours) < OpensForAnHour) return store.UsualHour;
        var best = 0;
        for (var hour = 1; hour < hours.Length; hour++)
        {
            if (Weight(hours, hour) > Weight(hours, best)) best = hour;
        }
        var utc = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero).AddHours(best);
        return new TimeOnly(TimeZoneInfo.ConvertTime(utc, zone).Hour, 0);
    }

    /// <summary>Within business hours; what has to wait for the opening keeps its jitter, for people do not all act on the stroke of nine.</summary>
    private static DateTimeOffset Open(DateTimeOffset due, TimeSpan jitter, Store store)
    {
        var opens = store.BusinessHours.NextOpen(due, store.TimeZone);
        if (opens <= due) return opens;
        var later = opens + jitter;
        return store.BusinessHours.NextOpen(later, store.TimeZone) == later ? later : opens;
    }

    private static DateTimeOffset NextLocal(DateTimeOffset earliest, TimeOnly? at, DayOfWeek? on, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(earliest, zone).DateTime;
        for (var i = 0; i <= 7; i++)
        {
            var date = DateOnly.FromDateTime(local).AddDays(i);
            if (on is { } day && date.DayOfWeek != day) continue;
            if (at is null && i == 0) return earliest.ToUniversalTime();
            var moment = LocalTime.ToUtc(date.ToDateTime(at ?? TimeOnly.MinValue), zone);
            if (moment >= earliest) return moment;
        }
        return earliest.ToUniversalTime();
    }

    private static int Sum(ImmutableArray<int> hours)
    {
        var sum = 0;
        foreach (var count in hours) sum += count;
        return sum;
    }

    private static int Weight(ImmutableArray<int> hours, int hour) => hours[(hour + 23) % 24] + 2 * hours[hour] + hours[(hour + 1) % 24];
}

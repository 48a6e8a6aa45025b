using System.Globalization;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>When a step is due.</summary>
public static class PlayClock
{
    /// <summary>
    /// When a step is due that waits from <paramref name="from"/>. The length within a range follows from the run and the step, so every
    /// replay gives the same; a time of day and a weekday are the customer's, business hours are the shop's (law 3).
    /// </summary>
    public static DateTimeOffset Due(Wait wait, DateTimeOffset from, string runId, int step, Profile profile, Store store)
    {
        var length = wait.From;
        if (wait.To > wait.From) length += (wait.To - wait.From) * StableHash.Unit("wait", runId, step.ToString(CultureInfo.InvariantCulture));
        var due = from + length;
        if (wait.At is not null || wait.On is not null) due = NextLocal(due, wait, CustomerZone.Of(profile, store));
        return wait.BusinessHours ? store.BusinessHours.NextOpen(due, store.TimeZone) : due.ToUniversalTime();
    }

    private static DateTimeOffset NextLocal(DateTimeOffset earliest, Wait wait, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(earliest, zone).DateTime;
        for (var i = 0; i <= 7; i++)
        {
            var date = DateOnly.FromDateTime(local).AddDays(i);
            if (wait.On is { } day && date.DayOfWeek != day) continue;
            var time = wait.At ?? (i == 0 ? TimeOnly.FromDateTime(local) : TimeOnly.MinValue);
            var moment = LocalTime.ToUtc(date.ToDateTime(time), zone);
            if (moment >= earliest) return moment;
        }
        return earliest.ToUniversalTime();
    }
}

using Handraiser.Playbooks;
using Handraiser.Plays;

namespace Handraiser.FollowUps;

/// <summary>By when an answer is due that is promised within so many business days (law 3).</summary>
public static class DueTime
{
    /// <summary>
    /// At the same time of day so many working days later; for a hand that was raised outside business hours, at the closing of the last of
    /// so many working days. In UTC, by the shop's own hours and zone.
    /// </summary>
    public static DateTimeOffset Of(DateTimeOffset raised, int businessDays, Store store)
    {
        var hours = store.BusinessHours;
        var opens = hours.NextOpen(raised, store.TimeZone);
        var isOpen = opens <= raised;
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(opens, store.TimeZone).DateTime);
        for (var left = isOpen ? businessDays : businessDays - 1; left > 0; left--)
        {
            do date = date.AddDays(1);
            while (hours.On(date.DayOfWeek) is null);
        }
        var (_, closes) = hours.On(date.DayOfWeek)!.Value;
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(raised, store.TimeZone).DateTime);
        return LocalTime.ToUtc(date.ToDateTime(isOpen && time < closes ? time : closes), store.TimeZone);
    }
}

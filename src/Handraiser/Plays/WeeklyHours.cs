using System.Collections.Immutable;

namespace Handraiser.Plays;

/// <summary>A part of the day; one that ends before it begins passes midnight.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public readonly record struct DailyWindow(TimeOnly From, TimeOnly To)
{
    /// <summary>Whether a time of day lies within.</summary>
    public bool Contains(TimeOnly time) => From <= To ? time >= From && time < To : time >= From || time < To;
}

/// <summary>The hours of a week, local: on each weekday at most one stretch.</summary>
public sealed record WeeklyHours
{
    /// <summary>Monday to Friday, 09:00 to 17:30.</summary>
    public static WeeklyHours OfficeHours { get; } = Of([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], new TimeOnly(9, 0), new TimeOnly(17, 30));

    private readonly ImmutableArray<(TimeOnly From, TimeOnly To)?> days;

    private WeeklyHours(ImmutableArray<(TimeOnly From, TimeOnly To)?> days) => this.days = days;

    /// <summary>The same stretch on each of these days. It may not pass midnight.</summary>
    /// <exception cref="ArgumentException">No day, or the stretch ends before it begins.</exception>
    public static WeeklyHours Of(IEnumerable<DayOfWeek> weekdays, TimeOnly from, TimeOnly to)
    {
        if (from >= to) throw new ArgumentException("Hours must end after they begin, on the same day.", nameof(to));
        var days = new (TimeOnly, TimeOnly)?[7];
        foreach (var day in weekdays) days[(int)day] = (from, to);
        if (days.All(d => d is null)) throw new ArgumentException("At least one weekday is needed.", nameof(weekdays));
        return new WeeklyHours([.. days]);
    }

    /// <summary>A stretch of its own on each day; a day has at most one. None may pass midnight.</summary>
    /// <exception cref="ArgumentException">No day, a day twice, or a stretch that ends before it begins.</exception>
    public static WeeklyHours Of(IEnumerable<(DayOfWeek Day, TimeOnly From, TimeOnly To)> stretches)
    {
        var days = new (TimeOnly, TimeOnly)?[7];
        foreach (var (day, from, to) in stretches)
        {
            if (from >= to || days[(int)day] is not null) throw new ArgumentException("Hours must end after they begin, once on a day.", nameof(stretches));
            days[(int)day] = (from, to);
        }
        if (days.All(d => d is null)) throw new ArgumentException("At least one weekday is needed.", nameof(stretches));
        return new WeeklyHours([.. days]);
    }

    /// <summary>The hours of a weekday; null when it is closed.</summary>
    public (TimeOnly From, TimeOnly To)? On(DayOfWeek day) => days[(int)day];

    /// <summary>The first moment from <paramref name="earliest"/> on that lies within these hours, in the given zone. A gap of daylight saving is stepped over.</summary>
    public DateTimeOffset NextOpen(DateTimeOffset earliest, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(earliest, zone).DateTime;
        for (var i = 0; i <= 7; i++)
        {
            var date = DateOnly.FromDateTime(local).AddDays(i);
            if (days[(int)date.DayOfWeek] is not { } hours) continue;
            var opens = LocalTime.ToUtc(date.ToDateTime(hours.From), zone);
            var closes = LocalTime.ToUtc(date.ToDateTime(hours.To), zone);
            if (earliest < opens) return opens;
            if (earliest < closes) return earliest.ToUniversalTime();
        }
        throw new InvalidOperationException("Weekly hours without an opening.");
    }

    /// <inheritdoc/>
    public bool Equals(WeeklyHours? other) => other is not null && days.SequenceEqual(other.days);

    /// <inheritdoc/>
    public override int GetHashCode() => days.Aggregate(0, HashCode.Combine);
}

/// <summary>Wall-clock times to UTC, with daylight saving right.</summary>
public static class LocalTime
{
    /// <summary>
    /// A local time as UTC. A time that a spring-forward skips becomes the first moment after the gap; a time that an autumn fall-back
    /// repeats becomes its first occurrence.
    /// </summary>
    public static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}

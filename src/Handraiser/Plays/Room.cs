using System.Globalization;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>When a channel has room for one more marketing message to a customer: its gap, its day and its week.</summary>
internal static class Room
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>
    /// The earliest moment with room, from <paramref name="now"/> on. What is decided and not yet delivered counts as sent: two plays that
    /// are due together must not both write. A day is the customer's own; a week is any seven days.
    /// </summary>
    public static DateTimeOffset Next(Profile profile, PlannedAction action, string channel, ChannelLimit limit, Playbook playbook, DateTimeOffset now)
    {
        var times = Times(profile, action, channel, playbook, now);
        if (times is null) return now;
        times.Sort();
        var gap = Gap(profile, limit);
        var zone = limit.PerDay is null ? null : CustomerZone.Of(profile, playbook.Store);
        var at = now;
        // Room for one bound may lie where another leaves none: looked at again until all agree. Each look moves forward, so a few are enough.
        for (var look = 0; look < 8; look++)
        {
            var next = at;
            if (gap > TimeSpan.Zero) next = Later(next, times[^1] + gap);
            if (limit.PerWeek is { } perWeek) next = Later(next, AfterWeek(times, perWeek, next));
            if (zone is not null) next = Later(next, AfterDay(times, limit.PerDay!.Value, zone, next));
            if (next == at || next == DateTimeOffset.MaxValue) return next;
            at = next;
        }
        return at;
    }

    private static TimeSpan Gap(Profile profile, ChannelLimit limit) =>
        int.TryParse(profile.Person.Trait(Gatekeeper.AtMostEveryDays), CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 366 && TimeSpan.FromDays(days) > limit.MinGap
            ? TimeSpan.FromDays(days)
            : limit.MinGap;

    private static List<DateTimeOffset>? Times(Profile profile, PlannedAction action, string channel, Playbook playbook, DateTimeOffset now)
    {
        List<DateTimeOffset>? times = null;
        foreach (var other in profile.Actions)
        {
            if (other.Id == action.Id || other.HeldOut is not null || Gatekeeper.ChannelOf(other.Kind) != channel) continue;
            if (other.State != ActionState.Decided)
            {
                if (other.MessageKind == MessageKinds.Marketing) (times ??= []).Add(other.ClaimedAt ?? now);
            }
            else if (other.DecidedAt <= action.DecidedAt && !playbook.TransactionalTemplates.Contains(other.What))
            {
                (times ??= []).Add(other.NotBefore is { } put && put > now ? put : now);
            }
        }
        foreach (var sent in profile.Sends)
        {
            if (sent.Channel == channel && sent.Kind == MessageKinds.Marketing) (times ??= []).Add(sent.At);
        }
        return times;
    }

    private static DateTimeOffset AfterWeek(List<DateTimeOffset> times, int perWeek, DateTimeOffset at)
    {
        if (perWeek <= 0) return DateTimeOffset.MaxValue;
        var within = times.Where(t => at - t < Week).ToList();
        return within.Count < perWeek ? at : within[^perWeek] + Week;
    }

    private static DateTimeOffset AfterDay(List<DateTimeOffset> times, int perDay, TimeZoneInfo zone, DateTimeOffset at)
    {
        if (perDay <= 0) return DateTimeOffset.MaxValue;
        var today = TimeZoneInfo.ConvertTime(at, zone).Date;
        return times.Count(t => TimeZoneInfo.ConvertTime(t, zone).Date == today) < perDay ? at : LocalTime.ToUtc(today.AddDays(1), zone);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a >= b ? a : b;
}

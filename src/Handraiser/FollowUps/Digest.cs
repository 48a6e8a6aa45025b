using System.Collections.Immutable;
using Handraiser.Playbooks;
using Handraiser.Plays;

namespace Handraiser.FollowUps;

/// <summary>A responder's list for one day.</summary>
/// <param name="To">Whose.</param>
/// <param name="Items">As many as they can answer today, best first (law 2).</param>
/// <param name="Overflow">How many more are due than that.</param>
public sealed record Digest(Responder To, ImmutableArray<FollowUp> Items, int Overflow);

/// <summary>When a responder's day begins, and what waits for them then. Pure.</summary>
public static class Digests
{
    /// <summary>How long after the start of the hours a digest still makes sense that could not be sent at once.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(2);

    /// <summary>The day whose digest is due for a responder now, in the shop's zone; null when none is.</summary>
    public static DateOnly? DayOf(Responder responder, Store store, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, store.TimeZone).DateTime;
        var time = TimeOnly.FromDateTime(local);
        return responder.Hours.On(local.DayOfWeek) is var (from, to) && time >= from && time < to && time - from < Window ? DateOnly.FromDateTime(local) : null;
    }

    /// <summary>
    /// What is due for a responder by the end of their day: theirs and what nobody owns, put off ones left out. Null when nothing is, for
    /// then there is nothing to write.
    /// </summary>
    /// <param name="responder">Whose digest.</param>
    /// <param name="open">All that are open, best first.</param>
    /// <param name="store">Whose zone counts.</param>
    /// <param name="now">UTC.</param>
    public static Digest? Of(Responder responder, IReadOnlyList<FollowUp> open, Store store, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, store.TimeZone).DateTime;
        if (responder.Hours.On(local.DayOfWeek) is not var (_, closes)) return null;
        var end = LocalTime.ToUtc(local.Date + closes.ToTimeSpan(), store.TimeZone);
        var due = open.Where(f => (f.Owner is null || f.Owner == responder.Name) && !(f.SnoozedUntil > now) && f.DueAt <= end).OrderByDescending(f => f.Rank).ThenBy(f => f.Id, StringComparer.Ordinal).ToList();
        var able = int.Max(1, responder.PerDay);
        return due.Count == 0 ? null : new Digest(responder, [.. due.Take(able)], int.Max(0, due.Count - able));
    }
}

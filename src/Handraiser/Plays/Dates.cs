using System.Globalization;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>
/// Plays that a date starts. Nobody is looked for: each customer's own wake stands for their next date, a wake that comes too early re-arms.
/// A date begins at midnight in the customer's zone.
/// </summary>
internal static class Dates
{
    /// <summary>The date of having become known, each year.</summary>
    public const string Anniversary = "anniversary";

    /// <summary>No zone is further from UTC than this; what is further off than a few days need not be known to the hour.</summary>
    private static readonly TimeSpan FarthestZone = TimeSpan.FromHours(15);
    private static readonly TimeSpan Far = TimeSpan.FromDays(3);

    /// <summary>Starts the plays whose date has come since it would have been too late.</summary>
    public static Profile Start(Profile profile, Playbook playbook, DateTimeOffset now)
    {
        // Those whose date had come when the next one was worked out were started then.
        if (profile.DatesAhead?.Holds(profile, playbook, now) == true) return profile;
        foreach (var play in playbook.Index.Dated)
        {
            var on = (DateTrigger)play.On;
            if (!play.Enabled || DayOf(profile, on.Date) is not { } day) continue;
            foreach (var date in Around(day, now + on.Before))
            {
                if (Near(date, on.Before, now) is false || Moment(date, on.Before, profile, playbook.Store) is var at && (at > now || now - at > play.Stale)) continue;
                var occasion = $"date:{on.Date}:{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
                if (IsDecided(profile, play, occasion)) continue;
                profile = Starting.Start(profile, play, new Cause(occasion, "date " + on.Date, at), playbook, now);
            }
        }
        return profile;
    }

    /// <summary>When to look at this customer again because of a date; null when none is to come.</summary>
    public static DateTimeOffset? Next(Profile profile, Playbook playbook, DateTimeOffset now)
    {
        if (profile.DatesAhead is { } known && known.Holds(profile, playbook, now)) return known.Next;
        var next = Find(profile, playbook, now);
        profile.DatesAhead = new DatesAhead(profile.Person, playbook, now, next);
        return next;
    }

    private static DateTimeOffset? Find(Profile profile, Playbook playbook, DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var play in playbook.Index.Dated)
        {
            var on = (DateTrigger)play.On;
            if (!play.Enabled || DayOf(profile, on.Date) is not { } day) continue;
            foreach (var date in Around(day, now + on.Before))
            {
                var at = Near(date, on.Before, now) ? Moment(date, on.Before, profile, playbook.Store) : Midnight(date) - on.Before - FarthestZone;
                if (at > now && (next is null || at < next)) next = at;
            }
        }
        return next;
    }

    private static bool IsDecided(Profile profile, Play play, string occasion)
    {
        foreach (var run in profile.Runs)
        {
            if (run.Play == play.Name && run.Occasion == occasion) return true;
        }
        foreach (var decision in profile.Decisions)
        {
            if (decision.Play == play.Name && decision.Occasion == occasion) return true;
        }
        return false;
    }

    /// <summary>The dates last come round and next to come, of one that comes each year; else the one date.</summary>
    private static Occurrences Around((DateOnly Date, bool Yearly) day, DateTimeOffset now)
    {
        if (!day.Yearly) return new(day.Date, null, null);
        var years = now.UtcDateTime.Year - day.Date.Year;
        return new(Year(years - 1), Year(years), Year(years + 1));

        DateOnly? Year(int after) => after > 0 ? day.Date.AddYears(after) : null;
    }

    /// <summary>
    /// The date, and whether it comes each year: the anniversary does, and so does a date without a year and one that was past when it was
    /// told. One that was to come when it was told, such as the end of a subscription, comes once.
    /// </summary>
    private static (DateOnly Date, bool Yearly)? DayOf(Profile profile, string name)
    {
        if (name == Anniversary) return profile.Person.KnownSince is { } since ? (DateOnly.FromDateTime(since.UtcDateTime), true) : null;
        foreach (var trait in profile.Person.Traits)
        {
            if (trait.Name != name) continue;
            var text = trait.Value.AsSpan().Trim();
            // Read as of a leap year: without a year it would be one of this machine's year, which may have no 29th of February.
            if (text.Length is 5 or 7 && DateOnly.TryParseExact($"1904-{text.TrimStart('-')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return (day, true);
            if (text.Length < 10 || !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) return null;
            return (day, day < DateOnly.FromDateTime(trait.At.UtcDateTime));
        }
        return null;
    }

    private static bool Near(DateOnly date, TimeSpan before, DateTimeOffset now) => (Midnight(date) - before - now).Duration() < Far;

    private static DateTimeOffset Midnight(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static DateTimeOffset Moment(DateOnly date, TimeSpan before, Profile profile, Store store) =>
        LocalTime.ToUtc(date.ToDateTime(TimeOnly.MinValue), CustomerZone.Of(profile, store)) - before;

    /// <summary>Up to three dates, without a list: this runs with every reaction.</summary>
    private readonly record struct Occurrences(DateOnly? First, DateOnly? Second, DateOnly? Third)
    {
        public Enumerator GetEnumerator() => new(this);

        public struct Enumerator(Occurrences of)
        {
            private int place = -1;

            public readonly DateOnly Current => (place switch { 0 => of.First, 1 => of.Second, _ => of.Third })!.Value;

            public bool MoveNext()
            {
                while (++place < 3)
                {
                    if ((place switch { 0 => of.First, 1 => of.Second, _ => of.Third }) is not null) return true;
                }
                return false;
            }
        }
    }
}

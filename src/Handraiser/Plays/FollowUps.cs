using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>Where a customer stands on the responders' list (law 2). Compares so that the best come first.</summary>
/// <param name="By">What leads, one of <see cref="Ranks"/>; the other two decide between equals.</param>
/// <param name="Value">What the customer has brought the shop, in its currency, refunds taken off.</param>
/// <param name="Score">The lead score as it has faded by now.</param>
/// <param name="RaisedAt">When they raised their hand.</param>
public readonly record struct FollowUpRank(string By, decimal Value, double Score, DateTimeOffset RaisedAt) : IComparable<FollowUpRank>
{
    /// <inheritdoc/>
    public int CompareTo(FollowUpRank other)
    {
        var value = other.Value.CompareTo(Value);
        var score = other.Score.CompareTo(Score);
        var recency = other.RaisedAt.CompareTo(RaisedAt);
        return By switch
        {
            Ranks.Score => First(score, value, recency),
            Ranks.Recency => First(recency, value, score),
            _ => First(value, score, recency),
        };
    }

    /// <summary>A text that sorts in the same order, ordinal, among ranks that are led by the same: for keys and columns.</summary>
    public string ToKey()
    {
        var value = Falling((long)decimal.Clamp(decimal.Round(Value * 100), 0, 999_999_999_999));
        var score = Falling((long)Math.Clamp(Score * 1000, 0, 999_999_999_999));
        var recency = Falling(Math.Clamp(RaisedAt.ToUnixTimeSeconds(), 0, 999_999_999_999));
        return By switch
        {
            Ranks.Score => $"{score}{value}{recency}",
            Ranks.Recency => $"{recency}{value}{score}",
            _ => $"{value}{score}{recency}",
        };
    }

    private static int First(int a, int b, int c) => a != 0 ? a : b != 0 ? b : c;

    private static string Falling(long number) => (999_999_999_999 - number).ToString("000000000000", CultureInfo.InvariantCulture);

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(FollowUpRank left, FollowUpRank right) => left.CompareTo(right) < 0;
    /// <summary>Whether the left one comes later.</summary>
    public static bool operator >(FollowUpRank left, FollowUpRank right) => left.CompareTo(right) > 0;
    /// <summary>Whether the left one does not come later.</summary>
    public static bool operator <=(FollowUpRank left, FollowUpRank right) => left.CompareTo(right) <= 0;
    /// <summary>Whether the left one does not come first.</summary>
    public static bool operator >=(FollowUpRank left, FollowUpRank right) => left.CompareTo(right) >= 0;
}

/// <summary>What a follow-up needs to know of its customer, as pure functions.</summary>
public static class FollowUps
{
    /// <summary>Where the customer stands on the list.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="action">The follow-up that was decided.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="now">UTC.</param>
    public static FollowUpRank Rank(Profile profile, PlannedAction action, Playbook playbook, DateTimeOffset now)
    {
        var spent = profile.Rhythm.Spent.FirstOrDefault(s => s.Currency == playbook.Store.Currency)?.Amount ?? 0;
        return new FollowUpRank(action.Rank ?? Ranks.Value, spent, profile.Score.Points.Now(now, playbook.Score.HalfLife), action.CauseAt);
    }

    /// <summary>
    /// By when an answer is due that is promised within so many business days: at the same time of day so many working days later; for a
    /// hand that was raised outside business hours, at the closing of the last of so many working days.
    /// </summary>
    public static DateTimeOffset DueAt(DateTimeOffset raised, int businessDays, Store store)
    {
        var hours = store.BusinessHours;
        var local = TimeZoneInfo.ConvertTime(raised, store.TimeZone).DateTime;
        var isOpen = hours.NextOpen(raised, store.TimeZone) <= raised;
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(hours.NextOpen(raised, store.TimeZone), store.TimeZone).DateTime);
        for (var left = isOpen ? businessDays : businessDays - 1; left > 0; left--)
        {
            do date = date.AddDays(1);
            while (hours.On(date.DayOfWeek) is null);
        }
        var (_, closes) = hours.On(date.DayOfWeek)!.Value;
        var time = TimeOnly.FromDateTime(local);
        return LocalTime.ToUtc(date.ToDateTime(isOpen && time < closes ? time : closes), store.TimeZone);
    }

    /// <summary>The categories that the customer cares for, most first: what a responder should know of.</summary>
    public static ImmutableArray<string> Cares(Profile profile, DateTimeOffset now, TimeSpan halfLife) =>
    [
        .. profile.Interests.ByCategory.Select(c => (c.Category, Weight: c.Weight.Now(now, halfLife))).Where(c => c.Weight > 0)
            .OrderByDescending(c => c.Weight).ThenBy(c => c.Category, StringComparer.Ordinal).Select(c => c.Category),
    ];
}

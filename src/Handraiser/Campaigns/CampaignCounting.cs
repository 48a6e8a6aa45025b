using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Campaigns;

/// <summary>
/// What changed in the figures of campaigns because one profile changed: a difference of two profiles, as <see cref="Tally"/>, so that what is
/// written with the profiles agrees with them whatever was told twice, late, or taken back after a verdict. What a profile merely forgets
/// stays counted. Pure.
/// </summary>
public static class CampaignCounting
{
    /// <summary>Those who opened it.</summary>
    public const string Opened = "opened";
    /// <summary>Those who clicked.</summary>
    public const string Clicked = "clicked";
    /// <summary>Of those who got it: those who ordered in time.</summary>
    public const string Ordered = "ordered";
    /// <summary>What these orders were worth, in hundredths of the shop's currency.</summary>
    public const string Worth = "worth";
    /// <summary>As <see cref="Ordered"/>, of those who were held out.</summary>
    public const string OrderedHeldOut = "ordered-held-out";
    /// <summary>As <see cref="Worth"/>, of those who were held out.</summary>
    public const string WorthHeldOut = "worth-held-out";
    /// <summary>What stands before an outcome of <see cref="CampaignResult"/>.</summary>
    public const string Outcome = "=";

    /// <summary>Adds to <paramref name="counts"/>, by campaign and name, what the second profile counts more than the first.</summary>
    public static void Between(Profile before, Profile after, Dictionary<string, Dictionary<string, long>> counts)
    {
        if (IsSame(before, after)) return;
        HashSet<string>? ids = null;
        Note(before, before.Decisions != after.Decisions, ref ids);
        Note(after, before.Decisions != after.Decisions, ref ids);
        foreach (var id in ids ?? [])
        {
            if (!counts.TryGetValue(id, out var sums)) counts[id] = sums = new(StringComparer.Ordinal);
            Count(before, after, id, sums);
            if (sums.Count == 0) counts.Remove(id);
        }
    }

    private static bool IsSame(Profile before, Profile after) =>
        before.Runs == after.Runs && before.Actions == after.Actions && before.Sends == after.Sends && before.Decisions == after.Decisions
        && ReferenceEquals(before.Email, after.Email) && ReferenceEquals(before.Rhythm, after.Rhythm) && before.MovedTo == after.MovedTo;

    private static void Note(Profile profile, bool alsoDecisions, ref HashSet<string>? ids)
    {
        foreach (var run in profile.Runs) Add(run.Campaign?.Id, ref ids);
        foreach (var action in profile.Actions) Add(action.Campaign?.Id, ref ids);
        if (!alsoDecisions) return;
        foreach (var decision in profile.Decisions) Add(Campaign.IdOf(decision.Play), ref ids);

        static void Add(string? id, ref HashSet<string>? ids)
        {
            if (id is not null) (ids ??= new(StringComparer.Ordinal)).Add(id);
        }
    }

    private static void Count(Profile before, Profile after, string id, Dictionary<string, long> sums)
    {
        var (was, now) = (Facts.Of(before, id), Facts.Of(after, id));
        var forgets = after.MovedTo is null;
        if (!(forgets && now.Outcome is null) && was.Outcome != now.Outcome)
        {
            if (was.Outcome is { } old) Add(Outcome + old, -1);
            if (now.Outcome is { } next) Add(Outcome + next, 1);
        }
        if (!(forgets && was.HasMessages && !now.HasMessages))
        {
            Add(Opened, (now.Did.Opened ? 1 : 0) - (was.Did.Opened ? 1 : 0));
            Add(Clicked, (now.Did.Clicked ? 1 : 0) - (was.Did.Clicked ? 1 : 0));
        }
        if (forgets && now.Outcome is null) return;
        Orders(was, -1);
        Orders(now, 1);

        void Orders(Facts facts, int sign)
        {
            if (facts.Did.Orders == 0) return;
            var isHeldOut = facts.Outcome == Gates.HeldOut;
            Add(isHeldOut ? OrderedHeldOut : Ordered, sign);
            Add(isHeldOut ? WorthHeldOut : Worth, sign * (long)decimal.Round(facts.Did.Worth * 100));
        }

        void Add(string name, long by)
        {
            if (by == 0) return;
            var sum = sums.GetValueOrDefault(name) + by;
            if (sum == 0) sums.Remove(name);
            else sums[name] = sum;
        }
    }

    /// <summary>What one profile says of one campaign; a signpost says nothing.</summary>
    private readonly record struct Facts(string? Outcome, CampaignEffect Did, bool HasMessages)
    {
        public static Facts Of(Profile profile, string id)
        {
            if (profile.MovedTo is not null) return default;
            var outcome = CampaignResult.Of(profile, id).Outcome;
            return new(outcome == CampaignResult.Unknown ? null : outcome, CampaignEffect.Of(profile, id), CampaignResult.MessagesOf(profile, id).Any());
        }
    }
}

using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Campaigns;

/// <summary>What became of a campaign for one customer.</summary>
/// <param name="Outcome">One of the names below, or the gate of <see cref="Gates"/> that left the customer out.</param>
/// <param name="Reason">Why, in words for a person, where the outcome alone does not say it.</param>
/// <param name="At">When, or until when it waits; UTC.</param>
public sealed record CampaignResult(string Outcome, string? Reason = null, DateTimeOffset? At = null)
{
    /// <summary>It was sent.</summary>
    public const string Sent = "sent";
    /// <summary>It passed all gates and is being delivered.</summary>
    public const string OnItsWay = "on-its-way";
    /// <summary>It waits for a gate to open, or for its hour.</summary>
    public const string Waiting = "waiting";
    /// <summary>The customer has not been told of it yet, or no longer remembers.</summary>
    public const string Unknown = "unknown";

    /// <summary>Whether this customer gets it, now or later, or got it.</summary>
    public bool IsReached => Outcome is Sent or OnItsWay or Waiting;

    /// <summary>What became of it, as the profile tells.</summary>
    public static CampaignResult Of(Profile profile, string campaignId)
    {
        var name = Campaign.NameOf(campaignId);
        if (profile.Sends.LastOrDefault(s => s.Play == name) is { } sent) return new(Sent, At: sent.At);
        if (profile.Actions.FirstOrDefault(a => a.Play == name) is { } action) return Of(action);
        var last = Last(profile, name);
        if (profile.Runs.FirstOrDefault(r => r.Play == name && r.IsRunning) is { Due: { } due }) return new(Waiting, Held(last), due);
        return last is null ? new(Unknown) : new(last.Gate == Gates.Passed ? Sent : last.Gate, last.Reason, last.LastAt ?? last.At);
    }

    /// <summary>What would become of it, decided as it would be in earnest; nothing is changed.</summary>
    /// <param name="profile">The customer as committed.</param>
    /// <param name="campaign">What would be sent.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What is stopped and spent.</param>
    /// <param name="now">When it would be sent, UTC.</param>
    public static CampaignResult Foretell(Profile profile, Campaign campaign, Playbook playbook, ShopState shop, DateTimeOffset now) =>
        Of(Engine.React(profile, [campaign.Choose(profile.Id, now)], playbook, shop, now).Profile, campaign.Id);

    /// <summary>Whether the customer, not a machine, clicked on a mail of this campaign, as far as the profile remembers its messages.</summary>
    public static bool HasClicked(Profile profile, string campaignId) => MessagesOf(profile, campaignId).Any(m => m.Clicks > 0);

    /// <summary>The mails of this campaign that the profile remembers.</summary>
    internal static IEnumerable<MessageSeen> MessagesOf(Profile profile, string campaignId)
    {
        var name = Campaign.NameOf(campaignId);
        return profile.Email.Messages.Where(m => m.Campaign == campaignId || profile.Sends.Any(s => s.ActionId == m.Id && s.Play == name));
    }

    private static CampaignResult Of(PlannedAction action) =>
        action.HeldOut is { } group ? new(Gates.HeldOut, $"Held out, to measure: {group}.", action.DecidedAt)
        : action.NotBefore is { } later ? new(Waiting, At: later)
        : new(OnItsWay, At: action.DecidedAt);

    private static string? Held(Decision? last) => last is null || last.Gate == Gates.Passed ? null : last.Reason is { } reason ? $"{last.Gate}: {reason}" : last.Gate;

    private static Decision? Last(Profile profile, string name)
    {
        Decision? last = null;
        foreach (var decision in profile.Decisions)
        {
            if (decision.Play == name && decision.Gate != Gates.AlreadyDone && (last is null || (decision.LastAt ?? decision.At) >= (last.LastAt ?? last.At))) last = decision;
        }
        return last;
    }
}

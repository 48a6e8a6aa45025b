using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>What the gates say of an action at one moment.</summary>
/// <param name="Gate">One of <see cref="Gates"/>; <see cref="Gates.Passed"/> when nothing stands in the way.</param>
/// <param name="HoldUntil">When to try again, where waiting helps; null where it does not.</param>
public readonly record struct GateResult(string Gate, DateTimeOffset? HoldUntil = null)
{
    /// <summary>Whether the action may go ahead now.</summary>
    public bool Passes => Gate == Gates.Passed;
}

/// <summary>
/// All gates, in one place and one order. Asked when an action is decided and again at the last moment before it is delivered: in between
/// the customer may have left, or been written to.
/// </summary>
public static class Gatekeeper
{
    /// <summary>Whether this action may reach this customer now.</summary>
    public static GateResult Check(Profile profile, PlannedAction action, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        switch (action.Kind)
        {
            case ActionKind.Alert or ActionKind.Webhook:
                return new(Gates.Passed);
            case ActionKind.FollowUp:
                return Reach(profile, Channels.Email);
            case ActionKind.Sms:
                var texts = Reach(profile, Channels.Sms);
                return texts.Passes ? Marketing(profile, action, Channels.Sms, playbook.Limits.Sms, playbook, shop, now) : texts;
            case ActionKind.Email or ActionKind.Ask:
                var mails = Reach(profile, Channels.Email);
                return mails.Passes ? Marketing(profile, action, Channels.Email, playbook.Limits.Email, playbook, shop, now) : mails;
            default:
                throw new InvalidOperationException($"No gate knows {action.Kind}.");
        }
    }

    /// <summary>The channel that an action reaches a customer by; null for those that do not reach the customer.</summary>
    public static string? ChannelOf(ActionKind kind) => kind switch
    {
        ActionKind.Email or ActionKind.Ask => Channels.Email,
        ActionKind.Sms => Channels.Sms,
        _ => null,
    };

    private static GateResult Reach(Profile profile, string channel)
    {
        if ((channel == Channels.Sms ? profile.Person.Phone : profile.Person.Email) is null) return new(Gates.Unreachable);
        if (profile.Permissions.Stopped(channel) is not null) return new(Gates.Suppressed);
        var said = profile.Permissions.Said(channel);
        // A text needs a yes; an e-mail needs that nobody said no (the shop brings the list, and with it the ground for mailing it).
        return said is { Granted: false } || (channel == Channels.Sms && said is null) ? new(Gates.Consent) : new(Gates.Passed);
    }

    private static GateResult Marketing(Profile profile, PlannedAction action, string channel, ChannelLimit limit, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        if (shop.Stopped.ContainsKey(channel)) return new(Gates.Stopped);
        var zone = CustomerZone.Of(profile, playbook.Store);
        var local = TimeZoneInfo.ConvertTime(now, zone);
        if (limit.Quiet is { } quiet && quiet.Contains(TimeOnly.FromDateTime(local.DateTime)))
        {
            var ends = local.Date + quiet.To.ToTimeSpan();
            if (ends <= local.DateTime) ends = ends.AddDays(1);
            return new(Gates.QuietHours, LocalTime.ToUtc(ends, zone));
        }
        foreach (var other in profile.Actions)
        {
            // Decided and not yet delivered counts as sent: two plays that are due together must not both mail.
            if (other.Id != action.Id && ChannelOf(other.Kind) == channel && other.DecidedAt <= action.DecidedAt) return new(Gates.Limit);
        }
        var week = 0;
        var day = 0;
        foreach (var sent in profile.Sends)
        {
            if (sent.Channel != channel || sent.Kind != "marketing") continue;
            if (now - sent.At < limit.MinGap) return new(Gates.Limit);
            if (now - sent.At < TimeSpan.FromDays(7)) week++;
            if (TimeZoneInfo.ConvertTime(sent.At, zone).Date == local.Date) day++;
        }
        return week >= limit.PerWeek || day >= limit.PerDay ? new(Gates.Limit) : new(Gates.Passed);
    }
}

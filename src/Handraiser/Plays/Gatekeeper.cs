using System.Globalization;
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
    /// <summary>The trait with which a customer asked to hear nothing until a date (the preference page).</summary>
    public const string PausedUntil = "pausedUntil";
    /// <summary>The trait with which a customer asked for at most one message in so many days (the preference page).</summary>
    public const string AtMostEveryDays = "atMostEveryDays";

    /// <summary>Whether this action may reach this customer now.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="action">What is to happen.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What is stopped.</param>
    /// <param name="now">UTC.</param>
    /// <param name="messageKind">One of <see cref="MessageKinds"/>, known once the template is: limits hold back marketing only, the night all but transactional.</param>
    public static GateResult Check(Profile profile, PlannedAction action, Playbook playbook, ShopState shop, DateTimeOffset now, string messageKind = MessageKinds.Marketing)
    {
        switch (action.Kind)
        {
            case ActionKind.Alert or ActionKind.Webhook:
                return new(Gates.Passed);
            case ActionKind.FollowUp:
                return Reach(profile, Channels.Email);
            case ActionKind.Sms:
                var texts = Reach(profile, Channels.Sms);
                return texts.Passes ? Sendable(profile, action, Channels.Sms, playbook.Limits.Sms, messageKind, playbook, shop, now) : texts;
            case ActionKind.Email or ActionKind.Ask:
                var mails = Reach(profile, Channels.Email);
                return mails.Passes ? Sendable(profile, action, Channels.Email, playbook.Limits.Email, messageKind, playbook, shop, now) : mails;
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

    private static GateResult Sendable(Profile profile, PlannedAction action, string channel, ChannelLimit limit, string messageKind, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        var marketing = messageKind == MessageKinds.Marketing;
        if (marketing && shop.Stopped.ContainsKey(channel)) return new(Gates.Stopped);
        if (marketing && IsPaused(profile, now)) return new(Gates.Consent);
        var zone = CustomerZone.Of(profile, playbook.Store);
        if (messageKind != MessageKinds.Transactional && EndOfNight(limit, zone, now) is { } morning) return new(Gates.QuietHours, morning);
        return marketing && IsFull(profile, action, channel, limit, zone, now) ? new(Gates.Limit) : new(Gates.Passed);
    }

    private static bool IsPaused(Profile profile, DateTimeOffset now) =>
        profile.Person.Trait(PausedUntil) is { } date
        && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && now < until;

    private static DateTimeOffset? EndOfNight(ChannelLimit limit, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        if (limit.Quiet is not { } quiet || !quiet.Contains(TimeOnly.FromDateTime(local.DateTime))) return null;
        var ends = local.Date + quiet.To.ToTimeSpan();
        if (ends <= local.DateTime) ends = ends.AddDays(1);
        return LocalTime.ToUtc(ends, zone);
    }

    private static bool IsFull(Profile profile, PlannedAction action, string channel, ChannelLimit limit, TimeZoneInfo zone, DateTimeOffset now)
    {
        var gap = limit.MinGap;
        if (int.TryParse(profile.Person.Trait(AtMostEveryDays), CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 366 && TimeSpan.FromDays(days) > gap) gap = TimeSpan.FromDays(days);
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var week = 0;
        var day = 0;
        foreach (var other in profile.Actions)
        {
            if (other.Id == action.Id || ChannelOf(other.Kind) != channel) continue;
            // Decided and not yet delivered counts as sent: two plays that are due together must not both mail.
            if (other.State == ActionState.Decided ? other.DecidedAt <= action.DecidedAt : other.MessageKind == MessageKinds.Marketing && Counts(other.ClaimedAt ?? now)) return true;
        }
        foreach (var sent in profile.Sends)
        {
            if (sent.Channel == channel && sent.Kind == MessageKinds.Marketing && Counts(sent.At)) return true;
        }
        return week >= limit.PerWeek || day >= limit.PerDay;

        // Whether a message sent then leaves no room by itself; else it counts towards its day and week.
        bool Counts(DateTimeOffset at)
        {
            if (now - at < TimeSpan.FromDays(7)) week++;
            if (TimeZoneInfo.ConvertTime(at, zone).Date == today) day++;
            return now - at < gap;
        }
    }
}

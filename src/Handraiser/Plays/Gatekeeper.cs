using System.Globalization;
using Handraiser.FollowUps;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>What the gates say of an action at one moment.</summary>
/// <param name="Gate">One of <see cref="Gates"/>; <see cref="Gates.Passed"/> when nothing stands in the way.</param>
/// <param name="HoldUntil">When to try again, where waiting helps; null where it does not.</param>
/// <param name="Reason">Why, in words for a person, where the gate alone does not say it.</param>
public readonly record struct GateResult(string Gate, DateTimeOffset? HoldUntil = null, string? Reason = null)
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

    /// <summary>How the trait begins that says whether a customer wants a topic (the preference page).</summary>
    public const string TopicPrefix = "topic.";
    /// <summary>The value of a topic's trait that forbids it.</summary>
    public const string No = "no";

    /// <summary>Whether this action may reach this customer now.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="action">What is to happen.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What is stopped and spent.</param>
    /// <param name="now">UTC.</param>
    /// <param name="messageKind">One of <see cref="MessageKinds"/>, known once the template is: limits hold back marketing only, the night all but transactional.</param>
    public static GateResult Check(Profile profile, PlannedAction action, Playbook playbook, ShopState shop, DateTimeOffset now, string messageKind = MessageKinds.Marketing)
    {
        if (action.Kind is ActionKind.Alert or ActionKind.Webhook) return Affordable(action, playbook, shop);
        // Who writes to us is shown to a person, whatever may be sent to them: the list is no message, and there may be a telephone.
        if (action.Kind == ActionKind.FollowUp && Raising.IsReply(action.Cause)) return new(Gates.Passed);
        var channel = ChannelOf(action.Kind) ?? Channels.Email;
        var reach = Reach(profile, channel);
        if (!reach.Passes || action.Kind == ActionKind.FollowUp) return reach;

        var marketing = messageKind == MessageKinds.Marketing;
        if (marketing && shop.Stopped.TryGetValue(channel, out var why)) return new(Gates.Stopped, Reason: why);
        if (marketing && playbook.Find(action)?.Topic is { } topic && profile.Person.Trait(TopicPrefix + topic) == No) return new(Gates.Consent, Reason: $"The customer does not want the topic {topic}.");
        if (marketing && IsPaused(profile, now)) return new(Gates.Consent, Reason: "The customer asked for a pause.");
        if (messageKind != MessageKinds.Transactional && EndOfNight(profile, LimitOf(channel, playbook), playbook.Store, now) is { } morning) return new(Gates.QuietHours, morning);
        if (!marketing) return new(Gates.Passed);
        var room = Room.Next(profile, action, channel, LimitOf(channel, playbook), playbook, now);
        // Where the play yields, waiting is not wanted; else the message waits for room as long as it makes sense.
        if (room > now) return new(Gates.Limit, playbook.Find(action)?.Yields == true ? null : room);
        return Affordable(action, playbook, shop);
    }

    /// <summary>The channel that an action reaches a customer by; null for those that do not reach the customer.</summary>
    public static string? ChannelOf(ActionKind kind) => kind switch
    {
        ActionKind.Email or ActionKind.Ask => Channels.Email,
        ActionKind.Sms => Channels.Sms,
        ActionKind.FollowUp or ActionKind.Alert or ActionKind.Webhook => null,
    };

    private static ChannelLimit LimitOf(string channel, Playbook playbook) => channel == Channels.Sms ? playbook.Limits.Sms : playbook.Limits.Email;

    private static GateResult Reach(Profile profile, string channel)
    {
        if ((channel == Channels.Sms ? profile.Person.Phone : profile.Person.Email) is null) return new(Gates.Unreachable);
        if (profile.Permissions.Stopped(channel) is { } stop) return new(Gates.Suppressed, Reason: stop.Reason);
        var said = profile.Permissions.Said(channel);
        // A text needs a yes; an e-mail needs that nobody said no (the shop brings the list, and with it the ground for mailing it).
        return said is { Granted: false } || (channel == Channels.Sms && said is null) ? new(Gates.Consent) : new(Gates.Passed);
    }

    /// <summary>Whether there is money left for what costs some; the exact amount is reserved in the ledger at delivery.</summary>
    private static GateResult Affordable(PlannedAction action, Playbook playbook, ShopState shop)
    {
        if (action.Spending is not null) return new(Gates.Passed);
        if (!shop.BudgetSpent && !shop.PlaysOverBudget.Contains(action.Play)) return new(Gates.Passed);
        return action.Offer is not null || playbook.Find(action)?.Cost > 0 ? new(Gates.Budget) : new(Gates.Passed);
    }

    private static bool IsPaused(Profile profile, DateTimeOffset now) =>
        profile.Person.Trait(PausedUntil) is { } date
        && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && now < until;

    private static DateTimeOffset? EndOfNight(Profile profile, ChannelLimit limit, Store store, DateTimeOffset now)
    {
        if (limit.Quiet is not { } quiet) return null;
        var zone = CustomerZone.Of(profile, store);
        var local = TimeZoneInfo.ConvertTime(now, zone);
        if (!quiet.Contains(TimeOnly.FromDateTime(local.DateTime))) return null;
        var ends = local.Date + quiet.To.ToTimeSpan();
        if (ends <= local.DateTime) ends = ends.AddDays(1);
        // Within the hour that autumn repeats, the first such time may be over: the second is meant.
        return LocalTime.ToUtc(ends, zone) is var morning && morning > now ? morning : new DateTimeOffset(ends, local.Offset).ToUniversalTime();
    }
}

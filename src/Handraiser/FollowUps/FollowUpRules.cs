using System.Text.RegularExpressions;

namespace Handraiser.FollowUps;

/// <summary>What a responder may do with a follow-up. Each change is one conditional write, so two people cannot answer one customer. Pure.</summary>
public static class FollowUpRules
{
    /// <summary>Takes it. Taking what one has already changes nothing.</summary>
    public static FollowUpChange Claim(FollowUp item, string who) => item.State switch
    {
        FollowUpState.Closed => Refused("It is closed already."),
        FollowUpState.Claimed when item.Owner != who => Refused($"{item.Owner} is on it already."),
        FollowUpState.Claimed or FollowUpState.Open => Changed(item with { State = FollowUpState.Claimed, Owner = who, SnoozedUntil = null }),
    };

    /// <summary>Puts it out of sight until a moment.</summary>
    public static FollowUpChange Snooze(FollowUp item, DateTimeOffset until, DateTimeOffset now) =>
        item.State == FollowUpState.Closed ? Refused("It is closed already.")
        : until <= now ? Refused("The moment to come back to it has passed.")
        : Changed(item with { State = FollowUpState.Open, SnoozedUntil = until });

    /// <summary>Gives it to somebody else, who finds it open.</summary>
    public static FollowUpChange HandOver(FollowUp item, string to) =>
        item.State == FollowUpState.Closed ? Refused("It is closed already.") : Changed(Signed(item, to) with { State = FollowUpState.Open, Owner = to, IsHandedOver = true, SnoozedUntil = null });

    /// <summary>Gives an open one to a responder with room, or to nobody; the draft is signed anew.</summary>
    public static FollowUpChange Give(FollowUp item, string? to) =>
        item.State == FollowUpState.Open ? Changed(Signed(item, to) with { Owner = to }) : Refused("It is taken.");

    /// <summary>Lets one go that nobody took in time.</summary>
    public static FollowUpChange Expire(FollowUp item, DateTimeOffset now) =>
        item.State == FollowUpState.Open ? Changed(item with { State = FollowUpState.Closed, Outcome = FollowUpOutcomes.Expired, ClosedAt = now }) : Refused("It is taken.");

    /// <summary>Closes one that needs nobody's eyes any more.</summary>
    public static FollowUpChange Settled(FollowUp item, string who, DateTimeOffset now) =>
        Changed(item with { State = FollowUpState.Closed, Outcome = FollowUpOutcomes.Settled, Owner = item.Owner ?? who, ClosedAt = now });

    /// <summary>
    /// Adds what the customer said since: one customer is one follow-up, and one conversation. It comes back into sight and may rise, and
    /// stays with whoever has it.
    /// </summary>
    /// <param name="item">The follow-up that is on the list.</param>
    /// <param name="newer">What would have been a follow-up of its own.</param>
    public static FollowUpChange Heard(FollowUp item, FollowUp newer) => item.State == FollowUpState.Closed ? Refused("It is closed already.") : Changed(item with
    {
        Why = newer.Why,
        Said = newer.Said,
        Did = newer.Did,
        Rank = double.Max(item.Rank, newer.Rank),
        DueAt = newer.DueAt < item.DueAt ? newer.DueAt : item.DueAt,
        SnoozedUntil = null,
    });

    /// <summary>Keeps the wording that a responder is working on.</summary>
    public static FollowUpChange Edit(FollowUp item, string who, string subject, string draft) =>
        Owned(item, who) ?? Changed(item with { Subject = subject, Draft = draft });

    /// <summary>Notes that an answer goes out.</summary>
    public static FollowUpChange Answer(FollowUp item, string who, string subject, string draft) =>
        Owned(item, who) ?? Changed(item with { Subject = subject, Draft = draft, Answers = item.Answers + 1 });

    /// <summary>Closes it.</summary>
    public static FollowUpChange Close(FollowUp item, string outcome, DateTimeOffset now) =>
        !FollowUpOutcomes.All.Contains(outcome) ? Refused($"An outcome is one of: {string.Join(", ", FollowUpOutcomes.All)}.")
        : item.State == FollowUpState.Closed ? (item.Outcome == outcome ? Changed(item) : Refused("It is closed already."))
        : Changed(item with { State = FollowUpState.Closed, Outcome = outcome, ClosedAt = now, SnoozedUntil = null });

    /// <summary>The draft under another name, the greeting aside, which may name a customer of the same name.</summary>
    private static FollowUp Signed(FollowUp item, string? to)
    {
        if (item.Owner is not { Length: > 0 } from || to is null || from == to || item.Draft is not { } draft || draft.IndexOf('\n', StringComparison.Ordinal) is not (>= 0 and var greeting)) return item;
        return item with { Draft = draft[..greeting] + Regex.Replace(draft[greeting..], $@"\b{Regex.Escape(from)}\b", to.Replace("$", "$$", StringComparison.Ordinal)) };
    }

    private static FollowUpChange? Owned(FollowUp item, string who) =>
        item is { State: FollowUpState.Claimed } && item.Owner == who ? null
        : Refused(item.State == FollowUpState.Claimed ? $"{item.Owner} is on it already." : "Take it first.");

    private static FollowUpChange Changed(FollowUp item) => new(item, null);

    private static FollowUpChange Refused(string why) => new(null, why);
}

/// <summary>A changed follow-up, or why it may not be changed so.</summary>
/// <param name="Item">As it becomes; null when refused.</param>
/// <param name="Refusal">Why not, in words for the responder; null when changed.</param>
public sealed record FollowUpChange(FollowUp? Item, string? Refusal);

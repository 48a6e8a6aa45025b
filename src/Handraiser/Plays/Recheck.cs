using Handraiser.Campaigns;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Profiles.Verdicts;

namespace Handraiser.Plays;

/// <summary>What the last look before delivery says.</summary>
public abstract record Rechecked;

/// <summary>Go ahead.</summary>
/// <param name="Action">The action as it may happen now: law 8 may have taken the offer from it meanwhile.</param>
public sealed record Act(PlannedAction Action) : Rechecked;

/// <summary>Not now.</summary>
/// <param name="Until">When to look again, UTC.</param>
public sealed record Hold(DateTimeOffset Until) : Rechecked;

/// <summary>Not at all.</summary>
/// <param name="Why">The gate that refuses it, and why.</param>
public sealed record Refuse(Decision Why) : Rechecked;

/// <summary>
/// The last look before an action happens: between decision and delivery the customer may have bought, left or been written to. Asks the
/// <see cref="Gatekeeper"/> again, and whether the play still wants it. Pure.
/// </summary>
public static class Recheck
{
    /// <summary>How long a responder's own words make sense that the night, or a provider, holds back.</summary>
    private static readonly TimeSpan TypedLasts = TimeSpan.FromDays(2);

    /// <summary>Looks at one action of a profile.</summary>
    /// <param name="profile">The customer as they are now.</param>
    /// <param name="action">The action on that profile.</param>
    /// <param name="messageKind">One of <see cref="MessageKinds"/>.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What is paused or stopped.</param>
    /// <param name="now">UTC.</param>
    public static Rechecked Of(Profile profile, PlannedAction action, string messageKind, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        if (OwnWish.Is(action)) return OwnWish.Refusal(profile, action, now) is var (wishGate, why) ? Drop(wishGate, why) : new Act(action);
        // What a responder typed is theirs: whatever became of the play that put the customer on their list.
        if (messageKind == MessageKinds.Personal && action.Kind == ActionKind.Email) return Guarded(TypedLasts);
        if (playbook.Find(action) is not { } play) return Drop(Gates.Disabled, "The playbook has no such play any more.");
        if (action.Campaign?.IsCancelled(shop) == true) return Drop(Gates.Disabled, Campaign.Cancelled);
        // A paused campaign goes on with everybody; of a play only what happens from then on counts.
        if (action.Campaign?.IsPaused(shop) == true && now - action.DecidedAt <= play.Stale) return new Hold(now + Campaign.PauseLook);
        if (!play.Enabled || shop.PausedPlays.Contains(play.Name)) return Drop(Gates.Disabled, "The play is switched off or paused.");
        if (Occasions.MessageOf(action.Occasion) is { } message && !Judge.Stands(profile, action.Cause, message)) return Drop(Gates.Machine, "What led to it turned out to be a machine's doing.");
        if (Ended(profile, action, play) is { } happened) return Drop(Gates.Ended, $"Meanwhile: {happened}.");
        return Guarded(play.Stale);

        Rechecked Guarded(TimeSpan stale)
        {
            if (now - action.DecidedAt > stale) return Drop(Gates.Stale, "It was decided too long ago to make sense now.");

            var gate = Gatekeeper.Check(profile, action, playbook, shop, now, messageKind);
            if (gate.HoldUntil is { } until && until > now && until - action.DecidedAt <= stale) return new Hold(until);
            if (!gate.Passes) return Drop(gate.Gate, gate.Reason);
            // Last of all, so that the arms differ in nothing but the message (law 13). A message that the customer must have is none of this group's business.
            if (action.HeldOut is { } group && !(group == Holdouts.Control && messageKind == MessageKinds.Transactional)) return Drop(Gates.HeldOut, $"Held out, to measure: {group}.");
            return new Act(action.Offer is { } offer && Offers.IsExcluded(profile, offer, playbook, now) ? action with { Offer = null } : action);
        }

        Refuse Drop(string why, string? reason) => new(Delivering.Decide(action, why, reason, now, playbook.Version));
    }

    /// <summary>What ended the play since its cause: how its run ended, or what ends it; null when nothing did.</summary>
    private static string? Ended(Profile profile, PlannedAction action, Play play)
    {
        foreach (var run in profile.Runs)
        {
            if (run.Play == action.Play && run.Occasion == action.Occasion && run is { IsRunning: false, Outcome: { } outcome and not "done" }) return outcome;
        }
        var step = action.Step < play.Steps.Length ? play.Steps[action.Step] : null;
        return Endings.Since(profile, play.Unless, action.Occasion, action.Cause, action.CauseAt)
            ?? Endings.Since(profile, step?.Unless ?? [], action.Occasion, action.Cause, action.CauseAt)
            ?? Endings.Since(profile, play.Goal is { } goal && goal.Kind.Contains('.') ? [goal.Kind] : [], action.Occasion, action.Cause, action.CauseAt);
    }
}

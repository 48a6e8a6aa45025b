using Handraiser.Events;

namespace Handraiser.Profiles.Verdicts;

/// <summary>Tells people from machines (law 13), for those who fold and for those who are about to act.</summary>
public static class Judge
{
    /// <summary>
    /// What one open or click tells by itself. An open that nothing speaks against is a person's; a click is undecided, for it may turn out
    /// to be one of a burst.
    /// </summary>
    public static Verdict AtFirstSight(CustomerEvent happened, MachineRules rules)
    {
        var data = happened.Data;
        var isClick = happened.Kind == EventKinds.EmailClicked;
        if (data.Machine == true && (isClick ? rules.BelieveProviderOnClicks : rules.BelieveProviderOnOpens)) return Verdict.Machine;
        if (data.UserAgent is { } agent)
        {
            var told = Agents.Classify(agent);
            if (told == AgentKind.Machine) return Verdict.Machine;
            if (told == AgentKind.Prefetch && !isClick) return Verdict.Machine;
            if (told == AgentKind.Empty && rules.EmptyAgentIsMachine) return Verdict.Machine;
        }
        return isClick ? Verdict.Undecided : Verdict.Human;
    }

    /// <summary>
    /// The verdict on an open or click as it stands at a moment: a burst that came late may have made a machine of it; otherwise a click
    /// becomes a person's when <see cref="MachineRules.UndecidedFor"/> has passed.
    /// </summary>
    public static Verdict Of(RecentEvent happened, MachineRules rules, DateTimeOffset now) =>
        happened.Verdict is not Verdict.Undecided ? happened.Verdict ?? Verdict.Human
        : now - happened.At >= rules.UndecidedFor ? Verdict.Human
        : Verdict.Undecided;

    /// <summary>
    /// The verdict on a remembered open or click, by its event's <see cref="StableHash"/>; null when it is not remembered any more: then
    /// <see cref="Stands"/> tells whether anything of its message is left.
    /// </summary>
    public static Verdict? Of(Profile profile, ulong hash, MachineRules rules, DateTimeOffset now)
    {
        foreach (var happened in profile.Signals)
        {
            if (happened.Hash == hash) return Of(happened, rules, now);
        }
        return null;
    }

    /// <summary>When the verdict on this open or click becomes final if nothing more comes.</summary>
    public static DateTimeOffset FinalAt(RecentEvent happened, MachineRules rules) =>
        happened.Verdict is Verdict.Undecided ? happened.At + rules.UndecidedFor : happened.At;

    /// <summary>
    /// Whether a person's (or still undecided) open or click of this message stands: a pending play whose cause was withdrawn is dropped.
    /// </summary>
    /// <param name="profile">The customer.</param>
    /// <param name="kind"><see cref="EventKinds.EmailOpened"/> or <see cref="EventKinds.EmailClicked"/>; true for every other kind.</param>
    /// <param name="message">As <see cref="RecentEvent.Message"/>.</param>
    public static bool Stands(Profile profile, string kind, string? message)
    {
        if (kind is not (EventKinds.EmailOpened or EventKinds.EmailClicked)) return true;
        if (profile.Email.Message(message) is { } seen) return kind == EventKinds.EmailClicked ? seen.Clicks > 0 : seen.IsOpened;
        foreach (var happened in profile.Signals)
        {
            if (happened.Kind == kind && happened.Message == message) return happened.Verdict != Verdict.Machine;
        }
        return true;
    }

    /// <summary>
    /// Makes final what has become final by now: undecided clicks become a person's, and only then count as the last click. The same
    /// profile when nothing did.
    /// </summary>
    public static Profile Settle(Profile profile, MachineRules rules, DateTimeOffset now)
    {
        if (!profile.Signals.FirstUndecided.IsBy(now - rules.UndecidedFor)) return profile;
        var signals = profile.Signals;
        var last = profile.Email.LastClick;
        for (var i = 0; i < signals.Length; i++)
        {
            if (signals[i].Verdict is not Verdict.Undecided || Of(signals[i], rules, now) is Verdict.Undecided) continue;
            signals = signals.Judged(i, Verdict.Human);
            last = Times.Later(last, signals[i].At);
        }
        if (ReferenceEquals(signals, profile.Signals)) return profile;
        profile = profile.ToChange();
        (profile.Signals, profile.Email) = (signals, profile.Email with { LastClick = last });
        return profile;
    }
}

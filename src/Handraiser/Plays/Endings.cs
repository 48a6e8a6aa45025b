using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Profiles.Verdicts;
using Handraiser.Segments;

namespace Handraiser.Plays;

/// <summary>
/// What ends a play and what reaches its goal: also when it is told late, before its cause, or names the cart by another id. Opens and
/// clicks end nothing before their verdict is final: they are looked at when a step is due.
/// </summary>
internal static class Endings
{
    /// <summary>Ends plays, and notes goals, because of an event that was just folded.</summary>
    public static Profile Because(Profile profile, CustomerEvent happened, Playbook playbook)
    {
        if (IsSignal(happened.Kind)) return profile;
        var (at, longestGoal) = ((Instant)happened.At, playbook.LongestGoal);
        foreach (var run in profile.Runs)
        {
            // An ended run whose goal was reached before, or too long ago for any goal, has nothing more to learn: most runs, for most events.
            if (run.IsClosedTo(at, longestGoal)) continue;
            if (playbook.Find(run) is not { } play) continue;
            // From before the beginning it is no goal, yet it may name the cart and so end the play.
            if (play.Goal?.Kind == happened.Kind && happened.At >= run.StartedAt)
            {
                profile = Reached(profile, run, play.Goal, happened.At, playbook.Version);
            }
            else if (run.IsRunning && play.Unless.Contains(happened.Kind) && IsAbout(profile, run, happened) && (happened.At >= run.CauseAt || NamesItsCart(profile, run, happened)))
            {
                profile = End(profile, run, Gates.Ended, happened.Kind, happened.At, playbook.Version);
            }
            else if (run.IsRunning && happened.At >= run.StartedAt && play.EndAStep.Contains(happened.Kind) && !run.Happened.Contains(happened.Kind))
            {
                profile = Runs.Put(profile, run with { Happened = run.Happened.Add(happened.Kind) });
            }
        }
        return profile;
    }

    /// <summary>
    /// Ends plays, and notes goals, because of a hop: a segment that ends them was entered, or the one whose entering began them was left
    /// before anything was done, because a late event disproves it or a machine's doing was withdrawn.
    /// </summary>
    public static Profile Because(Profile profile, Hop hop, Verdict verdict, Playbook playbook)
    {
        if (!hop.Entered && profile.RunsAhead.Running == 0) return profile;
        var (at, longestGoal) = ((Instant)hop.At, playbook.LongestGoal);
        foreach (var run in profile.Runs)
        {
            // As above: most runs have ended, and learn nothing from a hop any more.
            if (hop.Entered ? run.IsClosedTo(at, longestGoal) : !run.IsRunning) continue;
            if (playbook.Find(run) is not { } play) continue;
            if (hop.Entered && play.Goal?.Kind == hop.Segment) profile = Reached(profile, run, play.Goal, hop.At, playbook.Version);
            else if (hop.Entered && run.IsRunning && play.Unless.Contains(hop.Segment)) profile = End(profile, run, Gates.Ended, hop.Segment, hop.At, playbook.Version);
            else if (!hop.Entered && run is { IsRunning: true, Step: 0 } && play.On is HopTrigger { Entered: true } on && on.Segment == hop.Segment)
            {
                profile = End(profile, run, verdict == Verdict.Machine ? Gates.Machine : Gates.Ended, "left " + hop.Segment, hop.At, playbook.Version);
            }
        }
        return profile;
    }

    /// <summary>
    /// Ends plays because of a hop that a change of the rules made: the customer turned out to be in a segment that ends them, or not to be
    /// in the one that began them. Runs that finish as they began are asked by their own version.
    /// </summary>
    public static Profile BecauseFound(Profile profile, Hop hop, Playbook playbook)
    {
        foreach (var run in profile.Runs)
        {
            if (!run.IsRunning || playbook.Find(run) is not { } play) continue;
            var disproved = !hop.Entered && run.Step == 0 && play is { MovesToNewVersion: true, On: HopTrigger { Entered: true } on } && on.Segment == hop.Segment;
            if (disproved || (hop.Entered && play.Unless.Contains(hop.Segment)))
            {
                profile = End(profile, run, Gates.Ended, disproved ? "left " + hop.Segment : hop.Segment, hop.At, playbook.Version);
            }
        }
        return profile;
    }

    /// <summary>Notes goals that are an open or a click, whose verdicts are final by now.</summary>
    public static Profile SignalGoals(Profile profile, Playbook playbook)
    {
        if (!playbook.Index.HasSignalGoals) return profile;
        foreach (var run in profile.Runs)
        {
            if (run.GoalAt is null && playbook.Find(run)?.Goal is { } goal && IsSignal(goal.Kind) && LastSignal(profile, goal.Kind) is { } at && at > run.StartedAt)
            {
                profile = Reached(profile, run, goal, at, playbook.Version);
            }
        }
        return profile;
    }

    /// <summary>What ended a play although its cause is told only now; null when nothing did.</summary>
    public static string? Already(Profile profile, Play play, in Cause cause) =>
        play.Unless.IsEmpty ? null : Since(profile, play.Unless, cause.Occasion, cause.Kind, cause.At);

    /// <summary>Which events that end a step have happened although the play starts only now.</summary>
    public static ImmutableArray<string> StepsEndedBy(Profile profile, Play play, DateTimeOffset since)
    {
        if (play.EndAStep.IsEmpty) return [];
        var happened = ImmutableArray.CreateBuilder<string>();
        foreach (var kind in play.EndAStep)
        {
            if (!IsSignal(kind) && IsRemembered(profile, kind, after: true, since)) happened.Add(kind);
        }
        return happened.ToImmutable();
    }

    /// <summary>What of these has happened since the cause, as far as the profile tells; null when nothing has.</summary>
    public static string? Since(Profile profile, ImmutableArray<string> ends, string occasion, string causeKind, DateTimeOffset causeAt)
    {
        foreach (var end in ends)
        {
            if (!end.Contains('.'))
            {
                if (profile.IsIn(end)) return end;
            }
            else if (IsSignal(end))
            {
                if (LastSignal(profile, end) > causeAt) return end;
            }
            else if (OfItsOrder(end) && Occasions.OrderOf(occasion) is { } order)
            {
                if (OrderFolding.Find(profile.Rhythm.Last, order) is >= 0 and var place && Became(profile.Rhythm.Last[place], end)) return end;
            }
            // Whether its cart was emptied is asked of the cart; another cart's emptying ends nothing.
            else if (end == EventKinds.CartEmptied && Occasions.CartOf(occasion) is not null)
            {
                continue;
            }
            else if (Happened(profile, end, end == causeKind, causeAt))
            {
                return end;
            }
        }
        return null;
    }

    /// <summary>When the verdict will be final on an open or click that would end a play; null when none is open.</summary>
    public static DateTimeOffset? PendingSince(Profile profile, ImmutableArray<string> ends, DateTimeOffset since, MachineRules rules)
    {
        if (!ends.Contains(EventKinds.EmailClicked) && !ends.Contains(EventKinds.EmailOpened)) return null;
        for (var i = profile.Signals.Length - 1; i >= 0 && profile.Signals[i].At > since; i--)
        {
            if (profile.Signals[i] is { Verdict: Verdict.Undecided } open && ends.Contains(open.Kind)) return Judge.FinalAt(open, rules);
        }
        return null;
    }

    private static bool Happened(Profile profile, string kind, bool isCause, DateTimeOffset since) =>
        (kind == EventKinds.OrderPlaced && profile.Rhythm.LastOrder is { } order && (isCause ? order > since : order >= since)) || IsRemembered(profile, kind, isCause, since);

    /// <summary>Whether such an event stands among the remembered ones, from a moment on or only after it.</summary>
    private static bool IsRemembered(Profile profile, string kind, bool after, DateTimeOffset since)
    {
        for (var i = profile.Others.Length - 1; i >= 0 && profile.Others[i].At >= since; i--)
        {
            if (profile.Others[i].Kind == kind && (!after || profile.Others[i].At > since)) return true;
        }
        return false;
    }

    private static Profile Reached(Profile profile, PlayRun run, Goal goal, DateTimeOffset at, string version)
    {
        if (at < run.StartedAt || at - (run.EndedAt ?? at) > goal.Within || run.GoalAt <= at) return profile;
        profile = Runs.Put(profile, run with { GoalAt = at });
        return run.IsRunning ? End(profile, run with { GoalAt = at }, Gates.Ended, "goal", at, version, goal.Kind) : profile;
    }

    private static Profile End(Profile profile, PlayRun run, string gate, string outcome, DateTimeOffset at, string version, string? why = null)
    {
        profile = profile.Decided(new Decision
        {
            Play = run.Play,
            Step = run.Step,
            Cause = run.Cause,
            Occasion = run.Occasion,
            Gate = gate,
            Reason = why ?? outcome,
            At = at,
            Version = run.Version ?? version,
        });
        return Runs.End(profile, run, outcome, at);
    }

    /// <summary>Whether an event concerns a run at all: another order's refund and another cart's emptying do not.</summary>
    private static bool IsAbout(Profile profile, PlayRun run, CustomerEvent happened)
    {
        if (OfItsOrder(happened.Kind) && Occasions.OrderOf(run.Occasion) is { } order) return happened.Data.OrderId is not { } id || id == order;
        return happened.Kind != EventKinds.CartEmptied || Occasions.CartOf(run.Occasion) is null || NamesItsCart(profile, run, happened);
    }

    /// <summary>Whether an event names the cart of a run, under whichever of its ids.</summary>
    private static bool NamesItsCart(Profile profile, PlayRun run, CustomerEvent happened)
    {
        if (Occasions.CartOf(run.Occasion) is not { } cart || Occasions.CartNamed(happened) is not { IsNone: false } told) return false;
        var its = CartNames.Of(cart, null);
        if (told.Meets(its)) return true;
        foreach (var open in profile.Carts)
        {
            if (CartNames.Of(open) is var names && names.Meets(its)) return names.Meets(told);
        }
        foreach (var known in profile.KnownCarts)
        {
            if (CartNames.Of(known) is var names && names.Meets(its)) return names.Meets(told);
        }
        return false;
    }

    private static DateTimeOffset? LastSignal(Profile profile, string kind) =>
        kind == EventKinds.EmailOpened ? Times.Later(profile.Email.LastOpen, profile.Email.LastClick) : profile.Email.LastClick;

    /// <summary>Whether it can be doubted that a person did it.</summary>
    internal static bool IsSignal(string kind) => kind is EventKinds.EmailOpened or EventKinds.EmailClicked;

    private static bool Became(OrderSeen order, string kind) =>
        kind == EventKinds.OrderRefunded ? order.Refunded > 0 : kind == EventKinds.OrderCancelled ? order.Cancelled : order.Fulfilled;

    private static bool OfItsOrder(string kind) => kind is EventKinds.OrderRefunded or EventKinds.OrderCancelled or EventKinds.OrderFulfilled;
}

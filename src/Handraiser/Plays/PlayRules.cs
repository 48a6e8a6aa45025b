using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.Plays;

/// <summary>Starts, restarts and ends plays because of what happened. Firing their steps is <see cref="PlaySteps"/>.</summary>
public static class PlayRules
{
    /// <summary>Starts, restarts and ends plays because of an event that was just folded.</summary>
    public static Profile Happened(Profile profile, CustomerEvent happened, Verdict verdict, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        profile = EndBecause(profile, happened, playbook);
        foreach (var play in playbook.Plays)
        {
            var starts = play.On switch
            {
                EventTrigger trigger => trigger.Kind == happened.Kind && (trigger.Where is null || trigger.Where.Matches(happened)),
                AnswerTrigger trigger => happened.Kind == EventKinds.AnswerGiven && trigger.Question == happened.Data.Question
                    && (trigger.Is.IsEmpty || trigger.Is.Any(happened.Data.Answers.Contains)),
                _ => false,
            };
            if (!starts) continue;
            var cause = new Cause(Occasions.Of(happened), happened.Kind, happened.At, Verdict: verdict, Own: IsOwnDoing(profile, play, happened), Still: IsStillTrue(profile, happened));
            profile = Start(profile, play, cause, playbook, shop, now);
        }
        return profile;
    }

    /// <summary>Starts plays because of a hop between segments.</summary>
    public static Profile Hopped(Profile profile, Hop hop, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        foreach (var play in playbook.Plays)
        {
            if (play.On is HopTrigger trigger && trigger.Segment == hop.Segment && trigger.Entered == hop.Entered)
            {
                var kind = (hop.Entered ? "entered " : "left ") + hop.Segment;
                profile = Start(profile, play, new Cause(Occasions.Of(hop), kind, hop.At), playbook, shop, now);
            }
        }
        return profile;
    }

    /// <summary>Fires every step that is due.</summary>
    public static Profile Advance(Profile profile, Playbook playbook, ShopState shop, DateTimeOffset now, out IReadOnlyList<PlannedAction> decided) =>
        PlaySteps.Fire(profile, playbook, shop, now, out decided);

    /// <summary>When the next step of any play is due; null when none is.</summary>
    public static DateTimeOffset? NextDue(Profile profile)
    {
        DateTimeOffset? next = null;
        foreach (var run in profile.Runs)
        {
            if (run.Due is { } due && (next is null || due < next)) next = due;
        }
        return next;
    }

    /// <summary>What would start a play.</summary>
    private readonly record struct Cause(string Occasion, string Kind, DateTimeOffset At, Verdict Verdict = Verdict.Human, bool Own = false, bool Still = true);

    private static Profile Start(Profile profile, Play play, Cause cause, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        var id = Occasions.RunId(profile.Id, play.Name, cause.Occasion);
        if (Runs.Of(profile, play.Name, cause.Occasion) is { } same) return Again(profile, play, same, cause, playbook, now);
        if (Refusal(profile, play, cause, shop, now) is { } gate) return Refuse(profile, play, cause, gate, playbook, now);
        if (play.Steps.IsEmpty) return profile;

        var run = new PlayRun
        {
            Id = id,
            Play = play.Name,
            Occasion = cause.Occasion,
            Cause = cause.Kind,
            CauseAt = cause.At,
            StartedAt = cause.At,
            Version = playbook.Version,
        };
        return Runs.Put(profile, run with { Due = FirstDue(run, play, profile, playbook) });
    }

    /// <summary>The same occasion again: a cart that keeps changing keeps waiting, as long as nothing was done about it.</summary>
    private static Profile Again(Profile profile, Play play, PlayRun run, Cause cause, Playbook playbook, DateTimeOffset now)
    {
        if (!run.IsRunning || run.Step > 0) return Refuse(profile, play, cause, Gates.AlreadyDone, playbook, now);
        var moved = cause.At <= run.CauseAt ? run : run with { CauseAt = cause.At, Cause = cause.Kind };
        if (cause.At < moved.StartedAt) moved = moved with { StartedAt = cause.At };
        return Runs.Put(profile, moved with { Due = FirstDue(moved, play, profile, playbook) });
    }

    private static string? Refusal(Profile profile, Play play, Cause cause, ShopState shop, DateTimeOffset now)
    {
        if (!play.Enabled || shop.PausedPlays.Contains(play.Name)) return Gates.Disabled;
        if (cause.Verdict == Verdict.Machine) return Gates.Machine;
        if (now - cause.At > play.Stale) return Gates.Stale;
        if (cause.Own) return Gates.OwnDoing;
        if (!cause.Still) return Gates.Ended;
        if (play.To is { } segment && !profile.IsIn(segment)) return Gates.NotForThem;
        if (Runs.Last(profile, play.Name) is { } last)
        {
            if (play.Once || (last.IsRunning && play.Again is not null)) return Gates.AlreadyDone;
            if (play.Again is { } pause && cause.At - last.StartedAt < pause) return Gates.TooSoon;
        }
        return EndedAlready(profile, play, cause.At) ? Gates.Ended : null;
    }

    private static Profile Refuse(Profile profile, Play play, Cause cause, string gate, Playbook playbook, DateTimeOffset now) =>
        profile.Decided(new Decision { Play = play.Name, Cause = cause.Kind, Occasion = cause.Occasion, Gate = gate, At = now, Version = playbook.Version });

    private static DateTimeOffset FirstDue(PlayRun run, Play play, Profile profile, Playbook playbook)
    {
        var due = PlayClock.Due(play.Steps[0].Wait, run.CauseAt, run.Id, 0, profile, playbook.Store);
        // A click may still turn out to be one of a scanner's burst: nothing is done before that is settled (law 13).
        var settled = run.Cause == EventKinds.EmailClicked ? run.CauseAt + playbook.Machines.UndecidedFor : due;
        return due > settled ? due : settled;
    }

    /// <summary>Whether an event that ends the play happened at or after its cause, but was folded before it.</summary>
    private static bool EndedAlready(Profile profile, Play play, DateTimeOffset causeAt)
    {
        if (play.Unless.IsEmpty) return false;
        foreach (var recent in profile.Recent)
        {
            if (recent.At >= causeAt && recent.Verdict != Verdict.Machine && play.Unless.Contains(recent.Kind)) return true;
        }
        return false;
    }

    private static bool IsOwnDoing(Profile profile, Play play, CustomerEvent happened) =>
        happened.Data.ActionId is { } action && profile.Sends.Any(s => s.ActionId == action && s.Play == play.Name);

    /// <summary>A cart's change that is told after the cart was ordered or emptied starts nothing.</summary>
    private static bool IsStillTrue(Profile profile, CustomerEvent happened) =>
        happened.Kind is not (EventKinds.CartUpdated or EventKinds.CheckoutStarted or EventKinds.CheckoutExpired)
        || (happened.Data.CartId ?? happened.Data.CheckoutId ?? happened.Customer.Cart) is not { } id
        || profile.Carts.Any(c => c.Id == id || c.Also.Contains(id));

    private static Profile EndBecause(Profile profile, CustomerEvent happened, Playbook playbook)
    {
        foreach (var run in profile.Runs)
        {
            if (playbook.Find(run.Play) is not { } play) continue;
            if (play.Goal is { } goal && goal.Kind == happened.Kind && run.GoalAt is null && happened.At >= run.StartedAt
                && happened.At - (run.EndedAt ?? happened.At) <= goal.Within)
            {
                profile = Runs.Put(profile, Runs.Find(profile, run.Id)! with { GoalAt = happened.At });
                if (run.IsRunning) profile = Runs.End(profile, Runs.Find(profile, run.Id)!, "goal", happened.At);
            }
            else if (run.IsRunning && play.Unless.Contains(happened.Kind) && (happened.At >= run.CauseAt || IsSameCart(run, happened)))
            {
                profile = Runs.End(profile, run, happened.Kind, happened.At);
                profile = profile.Decided(new Decision { Play = play.Name, Step = run.Step, Cause = happened.Kind, Occasion = run.Occasion, Gate = Gates.Ended, At = happened.At, Version = run.Version });
            }
        }
        return profile;
    }

    private static bool IsSameCart(PlayRun run, CustomerEvent happened) =>
        happened.Data.CartId is { } cart && run.Occasion == "cart:" + cart;
}

using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Profiles.Verdicts;

namespace Handraiser.Plays;

/// <summary>Fires the steps of plays that are due.</summary>
internal static class PlaySteps
{
    public static Profile Fire(Profile profile, Playbook playbook, ShopState shop, DateTimeOffset now, out IReadOnlyList<PlannedAction> decided)
    {
        List<PlannedAction>? actions = null;
        foreach (var due in DueRuns(profile, playbook, now))
        {
            while (Runs.Find(profile, due.Id) is { IsRunning: true } run && run.Due <= now)
            {
                var (next, action) = FireOne(profile, run, playbook, shop, now);
                profile = next;
                if (action is not null) (actions ??= []).Add(action);
            }
        }
        decided = actions ?? (IReadOnlyList<PlannedAction>)[];
        return profile;
    }

    /// <summary>The best play first, by its place in the playbook; then the one that is due longest.</summary>
    private static List<PlayRun> DueRuns(Profile profile, Playbook playbook, DateTimeOffset now)
    {
        if (PlayRules.NextDue(profile) is not { } next || next > now) return [];
        return profile.Runs.Where(r => r.Due <= now)
            .OrderBy(r => Place(playbook, r.Play)).ThenBy(r => r.Due).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();
    }

    private static int Place(Playbook playbook, string play)
    {
        for (var i = 0; i < playbook.Plays.Length; i++)
        {
            if (playbook.Plays[i].Name == play) return i;
        }
        return int.MaxValue;
    }

    private static (Profile, PlannedAction?) FireOne(Profile profile, PlayRun run, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        if (playbook.Find(run.Play) is not { } play || run.Step >= play.Steps.Length) return (Runs.End(profile, run, "removed", now), null);
        var step = play.Steps[run.Step];

        if (!play.Enabled || shop.PausedPlays.Contains(play.Name)) return (Drop(profile, run, Gates.Disabled, null, now, ends: true), null);
        if (WasMachine(profile, run)) return (Drop(profile, run, Gates.Machine, null, now, ends: true), null);
        if (EndedSince(profile, run, step)) return (Drop(profile, run, Gates.Ended, null, now, ends: true), null);
        if (now - run.Due > play.Stale) return (Drop(profile, run, Gates.Stale, null, now, ends: true), null);
        if (step.OnlyIn is { } segment && !profile.IsIn(segment)) return (Next(profile, run, play, playbook, now), null);

        switch (step.Do)
        {
            case null:
                return (Next(profile, run, play, playbook, now), null);
            case TagAction tag:
                profile = profile with { Person = profile.Person.With(new Trait(tag.Name, tag.Value, now, "play " + play.Name)) };
                return (Next(Passed(profile, run, "tag " + tag.Name, now), run, play, playbook, now), null);
            case SuppressAction:
                profile = profile with { Permissions = profile.Permissions.Stop(Channels.Email, SuppressionReasons.LetGo, now).Stop(Channels.Sms, SuppressionReasons.LetGo, now) };
                return (Next(Passed(profile, run, "suppress", now), run, play, playbook, now), null);
            default:
                return Act(profile, run, play, step.Do, playbook, shop, now);
        }
    }

    private static (Profile, PlannedAction?) Act(Profile profile, PlayRun run, Play play, StepAction what, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        var action = Plan(profile, run, what, now);
        if (profile.Actions.Any(a => a.Id == action.Id) || profile.Sends.Any(s => s.ActionId == action.Id))
        {
            return (Next(profile, run, play, playbook, now), null);
        }
        var gate = Gatekeeper.Check(profile, action, playbook, shop, now);
        if (gate.HoldUntil is { } later && later > now && later - run.Due <= play.Stale) return (Runs.Put(profile, run with { Due = later }), null);
        if (!gate.Passes) return (Next(Drop(profile, run, gate.Gate, action.What, now, ends: false), run, play, playbook, now), null);
        if (play.Holdout > 0 && StableHash.Unit("holdout", play.Name, profile.Id) < play.Holdout)
        {
            return (Next(Drop(profile, run, Gates.HeldOut, action.What, now, ends: false), run, play, playbook, now), null);
        }
        profile = Passed(profile with { Actions = profile.Actions.Add(action) }, run, action.What, now);
        return (Next(profile, run, play, playbook, now), action);
    }

    private static PlannedAction Plan(Profile profile, PlayRun run, StepAction what, DateTimeOffset now)
    {
        var (kind, name, offer) = what switch
        {
            SendAction { Channel: Channels.Sms } send => (ActionKind.Sms, send.Template, send.Offer),
            SendAction send => (ActionKind.Email, send.Template, send.Offer),
            FollowUpAction followUp => (ActionKind.FollowUp, followUp.Draft, null),
            AskAction ask => (ActionKind.Ask, ask.Question, null),
            AlertAction alert => (ActionKind.Alert, alert.Text, null),
            WebhookAction webhook => (ActionKind.Webhook, webhook.Name, null),
            _ => throw new InvalidOperationException($"A step cannot do {what.GetType().Name}."),
        };
        return new PlannedAction
        {
            Id = Occasions.ActionId(profile.Id, run.Play, run.Step, run.Occasion),
            Kind = kind,
            Play = run.Play,
            Step = run.Step,
            Occasion = run.Occasion,
            What = name,
            Cause = run.Cause,
            CauseAt = run.CauseAt,
            DecidedAt = now,
            Offer = offer?.NotTo is { } excluded && profile.IsIn(excluded) ? null : offer,
        };
    }

    private static Profile Next(Profile profile, PlayRun run, Play play, Playbook playbook, DateTimeOffset now)
    {
        var current = Runs.Find(profile, run.Id) ?? run;
        var step = current.Step + 1;
        if (step >= play.Steps.Length) return Runs.End(profile, current with { Step = step }, "done", now);
        // Counted from when this step was due, not from when it happened to be handled: a late sweep delays nothing further.
        var due = PlayClock.Due(play.Steps[step].Wait, current.Due ?? now, current.Id, step, profile, playbook.Store);
        return Runs.Put(profile, current with { Step = step, Due = due });
    }

    private static Profile Passed(Profile profile, PlayRun run, string what, DateTimeOffset now) =>
        profile.Decided(new Decision { Play = run.Play, Step = run.Step, Cause = run.Cause, Occasion = run.Occasion, Gate = Gates.Passed, What = what, At = now, Version = run.Version });

    private static Profile Drop(Profile profile, PlayRun run, string gate, string? what, DateTimeOffset now, bool ends)
    {
        profile = profile.Decided(new Decision { Play = run.Play, Step = run.Step, Cause = run.Cause, Occasion = run.Occasion, Gate = gate, What = what, At = now, Version = run.Version });
        return ends ? Runs.End(profile, run, gate, now) : profile;
    }

    /// <summary>Whether the open or click that began the run turned out to be a machine's.</summary>
    private static bool WasMachine(Profile profile, PlayRun run) =>
        run.Occasion.StartsWith("mail:", StringComparison.Ordinal) && !Judge.Stands(profile, run.Cause, run.Occasion["mail:".Length..]);

    private static bool EndedSince(Profile profile, PlayRun run, PlayStep step)
    {
        if (step.Unless.IsEmpty) return false;
        foreach (var recent in profile.Recent)
        {
            if (recent.At >= run.StartedAt && recent.Verdict != Verdict.Machine && step.Unless.Contains(recent.Kind)) return true;
        }
        return false;
    }
}

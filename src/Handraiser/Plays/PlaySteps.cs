using System.Collections.Immutable;
using Handraiser.Campaigns;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Profiles.Verdicts;

namespace Handraiser.Plays;

/// <summary>Fires the steps of plays that are due.</summary>
internal static class PlaySteps
{
    /// <summary>How long a paused play waits before it is looked at again: when it goes on in time, nothing is lost.</summary>
    private static readonly TimeSpan PauseLook = TimeSpan.FromHours(1);

    public static Profile Fire(Profile profile, Playbook playbook, ShopState shop, DateTimeOffset now, out ImmutableArray<PlannedAction> decided)
    {
        profile = Endings.SignalGoals(profile, playbook);
        if (!profile.RunsAhead.NextDue.IsBy(now))
        {
            decided = [];
            return profile;
        }
        var turn = new Turn(profile, playbook, shop, now);
        turn.FireAll();
        decided = turn.Decided;
        return turn.Profile;
    }

    private sealed class Turn(Profile before, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        private List<PlannedAction>? actions;

        public Profile Profile { get; private set; } = before;

        public ImmutableArray<PlannedAction> Decided => actions is null ? [] : [.. actions];

        public void FireAll()
        {
            foreach (var due in Crowding.Due(Profile, playbook, now))
            {
                while (Runs.Find(Profile, due.Id) is { IsRunning: true } run && run.Due <= now) FireOne(run);
            }
        }

        private void FireOne(PlayRun run)
        {
            if (playbook.IsOff(run) || playbook.Find(run) is not { } play)
            {
                End(run, Gates.Disabled, "The play was switched off or taken out.");
                return;
            }
            if (run.Campaign?.IsCancelled(shop) == true)
            {
                End(run, Gates.Disabled, Campaign.Cancelled);
                return;
            }
            if (run.Step >= play.Steps.Length)
            {
                Profile = Runs.End(Profile, run, "done", now);
                return;
            }
            var step = play.Steps[run.Step];
            if (WasMachine(run)) End(run, Gates.Machine, null);
            else if (Ended(run, play, step) is { } why) End(run, Gates.Ended, why);
            else if (now - (run.HeldSince ?? run.Due) > play.Stale) End(run, Gates.Stale, "It is too late for this step.");
            else if (play.Until is { } until && now - run.CauseAt > until) End(run, Gates.Stale, "The play's time is over.");
            else if (Pending(run, play, step) is { } final) Profile = Runs.Put(Profile, run with { Due = final });
            else if (shop.PausedPlays.Contains(play.Name)) HoldOrSkip(run, play, step, new GateResult(Gates.Disabled, now + PauseLook, "The play is paused."));
            else if (step.OnlyIn is { } segment && !Whom.Meets(segment, Profile, playbook, now, shop)) GoOn(run, play);
            else Do(run, play, step);
        }

        private void Do(PlayRun run, Play play, PlayStep step)
        {
            switch (step.Do)
            {
                case null:
                    GoOn(run, play);
                    break;
                case BranchAction branch:
                    GoOn(run, play, Whom.Meets(branch.If, Profile, playbook, now, shop) ? run.Step + 1 : branch.Else);
                    break;
                case JumpAction jump:
                    GoOn(run, play, jump.To);
                    break;
                case TagAction or SuppressAction when Holdouts.Of(Profile.Id, play, playbook.Limits) is not null:
                    Note(run, Gates.HeldOut, StepActions.Name(step.Do));
                    GoOn(run, play);
                    break;
                case TagAction tag:
                    Profile = Profile with { Person = Profile.Person.With(new Trait(tag.Name, tag.Value, now, "play " + play.Name) { Stated = true }) };
                    Note(run, Gates.Passed, StepActions.Name(tag));
                    GoOn(run, play);
                    break;
                case SuppressAction suppress:
                    Profile = Profile with { Permissions = Profile.Permissions.Stop(Channels.Email, SuppressionReasons.LetGo, now).Stop(Channels.Sms, SuppressionReasons.LetGo, now) };
                    Note(run, Gates.Passed, StepActions.Name(suppress));
                    GoOn(run, play);
                    break;
                default:
                    Act(run, play, step, step.Do);
                    break;
            }
        }

        private void Act(PlayRun run, Play play, PlayStep step, StepAction what)
        {
            var action = StepActions.Plan(Profile, run, what, playbook, now);
            if (Profile.Actions.Any(a => a.Id == action.Id) || Profile.Sends.Any(s => s.ActionId == action.Id))
            {
                GoOn(run, play);
                return;
            }
            var kind = playbook.TransactionalTemplates.Contains(action.What) ? MessageKinds.Transactional : MessageKinds.Marketing;
            var gate = Gatekeeper.Check(Profile, action, playbook, shop, now, kind);
            if (gate.Passes && kind == MessageKinds.Marketing) gate = Crowding.Check(Profile, run, play, what, playbook, shop, now);
            if (!gate.Passes)
            {
                HoldOrSkip(run, play, step, gate);
                return;
            }
            if (what is SendAction { Offer: not null } && action.Offer is null) Note(run, Gates.NoOffer, action.What, "Goes without the offer: law 8.");
            Decide(run, play, action);
        }

        private void Decide(PlayRun run, Play play, PlannedAction action)
        {
            action = action with { HeldOut = Holdouts.Of(Profile.Id, play, playbook.Limits) };
            (actions ??= []).Add(action);
            Profile = Profile with { Actions = Profile.Actions.Add(action) };
            Note(run, Gates.Passed, action.What);
            var arm = action.HeldOut is null ? Arm.Treated : Arm.HeldOut;
            GoOn(run.Arm is null && Holdouts.Measures(play, playbook.Limits) ? run with { Arm = arm, ArmAt = now } : run, play);
        }

        /// <summary>Waits for the gate to open where that still makes sense; else leaves this step out and goes on.</summary>
        private void HoldOrSkip(PlayRun run, Play play, PlayStep step, GateResult gate)
        {
            var wanted = run.HeldSince ?? run.Due ?? now;
            var what = step.Do is null ? null : StepActions.Name(step.Do);
            if (gate.HoldUntil is { } later && later > now && later - wanted <= play.Stale && !(later - run.CauseAt > play.Until))
            {
                Note(run, gate.Gate, what, gate.Reason ?? "Held back for a while.");
                Profile = Runs.Put(Profile, run with { Due = later, HeldSince = wanted });
                return;
            }
            Note(run, gate.Gate, what, gate.Reason);
            GoOn(run, play);
        }

        private void GoOn(PlayRun run, Play play, int? to = null)
        {
            var step = to ?? run.Step + 1;
            // Only forward: a play comes to its end.
            if (step <= run.Step || step >= play.Steps.Length)
            {
                Profile = Runs.End(Profile, run with { Step = play.Steps.Length, HeldSince = null }, "done", now);
                return;
            }
            // Counted from when this step was due, not from when it happened to be handled: a late sweep delays nothing further.
            var due = PlayClock.Due(play.Steps[step].Wait, run.Due ?? now, run.Id, step, Profile, playbook.Store);
            Profile = Runs.Put(Profile, run with { Step = step, Due = due, HeldSince = null });
        }

        private void Note(PlayRun run, string gate, string? what, string? reason = null) => Profile = Profile.Decided(new Decision
        {
            Play = run.Play,
            Step = run.Step,
            Cause = run.Cause,
            Occasion = run.Occasion,
            Gate = gate,
            Reason = reason,
            What = what,
            At = now,
            Version = run.Version,
        });

        private void End(PlayRun run, string gate, string? reason)
        {
            Note(run, gate, null, reason);
            Profile = Runs.End(Profile, run, gate, now);
        }

        /// <summary>Whether the open or click that began the run turned out to be a machine's.</summary>
        private bool WasMachine(PlayRun run) => Occasions.MessageOf(run.Occasion) is { } message && !Judge.Stands(Profile, run.Cause, message);

        private string? Ended(PlayRun run, Play play, PlayStep step)
        {
            if (play.Unless.IsEmpty && step.Unless.IsEmpty) return null;
            foreach (var kind in step.Unless)
            {
                if (run.Happened.Contains(kind)) return kind;
            }
            return Endings.Since(Profile, play.Unless, run.Occasion, run.Cause, run.CauseAt)
                ?? Endings.Since(Profile, step.Unless, run.Occasion, run.Cause, run.StartedAt);
        }

        private DateTimeOffset? Pending(PlayRun run, Play play, PlayStep step) =>
            Endings.PendingSince(Profile, play.Unless, run.CauseAt, playbook.Machines) ?? Endings.PendingSince(Profile, step.Unless, run.StartedAt, playbook.Machines);
    }
}

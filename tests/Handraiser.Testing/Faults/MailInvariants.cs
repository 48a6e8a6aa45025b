using System.Text.Json;
using Handraiser.FollowUps;
using Handraiser.Functions;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Testing.Faults;

/// <summary>What must hold of actions: none lost, none done twice, none against a limit or a no.</summary>
internal sealed class MailInvariants(FaultWorld world, List<string> violations)
{
    private readonly List<FollowUp> followUps =
    [
        .. world.Account.Table(Names.Tables.FollowUps).All().Where(r => r["Item"] is not null).Select(r => JsonSerializer.Deserialize((byte[])r["Item"]!, FollowUpJson.Default.FollowUp)!),
    ];

    public void Check(IReadOnlyList<Profile> profiles)
    {
        Twice();
        Allowed();
        Shared();
        foreach (var profile in profiles)
        {
            Remembered(profile);
            Undelivered(profile);
            Decided(profile);
        }
        foreach (var mail in world.Provider.Taken.Where(m => !world.Ledger.Erased.ContainsKey(m.Email)))
        {
            var id = mail.Action.Id;
            if (!profiles.Any(p => p.Sends.Any(s => s.ActionId == id) || p.Actions.Any(a => a.Id == id && a.State == ActionState.Unclear))) violations.Add($"{Name(mail)} was taken by the provider and nobody remembers it");
        }
    }

    private void Twice()
    {
        foreach (var same in world.Provider.Taken.GroupBy(m => m.Action.Id).Where(g => g.Count() > 1)) violations.Add($"{Name(same.First())} was sent {same.Count()} times");
        foreach (var same in world.Provider.Taken.GroupBy(m => (m.Email, m.Action.Play, m.Action.Step, m.Action.Occasion)).Where(g => g.DistinctBy(m => m.Action.Id).Count() > 1))
            violations.Add($"{Name(same.First())} was sent under {same.DistinctBy(m => m.Action.Id).Count()} ids");
    }

    private void Allowed()
    {
        foreach (var mail in world.Provider.Taken)
        {
            if (world.Ledger.Forbidden(mail.Email, mail.Channel, mail.PreparedAt) is { } why) violations.Add($"{Name(mail)} was sent at {mail.PreparedAt:O} though {why}");
        }
        // Each profile by itself: before two become one, neither knows of the other's. Erasing forgets what was sent.
        foreach (var sent in world.Provider.Taken.Where(m => !world.Ledger.Erased.ContainsKey(m.Email)).DistinctBy(m => m.Action.Id).GroupBy(m => (m.CustomerId, m.Channel)))
        {
            var (gap, perWeek) = sent.Key.Channel == Channels.Sms ? (FaultPlaybooks.MinTextGap, FaultPlaybooks.TextsPerWeek) : (FaultPlaybooks.MinGap, FaultPlaybooks.PerWeek);
            var times = sent.Select(m => m.DecidedAt).Order().ToList();
            for (var i = 1; i < times.Count; i++)
            {
                if (times[i] - times[i - 1] < gap) violations.Add($"{sent.Key} was written to twice within {times[i] - times[i - 1]}");
                if (i >= perWeek && times[i] - times[i - perWeek] < TimeSpan.FromDays(7)) violations.Add($"{sent.Key} was written to more than {perWeek} times within a week");
            }
        }
    }

    private void Remembered(Profile profile)
    {
        foreach (var sent in profile.Sends)
        {
            if (!world.Provider.Taken.Exists(m => m.Action.Id == sent.ActionId)) violations.Add($"{sent.Play} {sent.Occasion} of {profile.Id} is said to be sent and was not");
        }
    }

    private void Undelivered(Profile profile)
    {
        foreach (var action in profile.Actions)
        {
            if (action.State != ActionState.Unclear) violations.Add($"{action.Play} {action.Occasion} of {profile.Id} was decided at {action.DecidedAt:O} and is {action.State} still (not before {action.NotBefore:O})");
            else if (FollowUp(profile, action.Play, action.Occasion, FollowUpKind.Unclear) is null) violations.Add($"{action.Play} {action.Occasion} of {profile.Id} is unclear and nobody is told");
        }
    }

    /// <summary>What was to happen has happened, or the reason why not stands beside it.</summary>
    private void Decided(Profile profile)
    {
        foreach (var decision in profile.Decisions.Where(d => d.Gate == Gates.Passed))
        {
            var sent = profile.Sends.Any(s => s.Play == decision.Play && s.Occasion == decision.Occasion) || profile.Actions.Any(a => a.Play == decision.Play && a.Occasion == decision.Occasion);
            var why = profile.Decisions.Any(d => d.Gate != Gates.Passed && d.Play == decision.Play && d.Step == decision.Step);
            if (!sent && !why && FollowUp(profile, decision.Play, decision.Occasion, null) is null) violations.Add($"{decision.Play} {decision.Occasion} of {profile.Id} was decided and left no trace");
        }
    }

    /// <summary>Nobody was given more than they can answer, whichever processes gave at once.</summary>
    private void Shared()
    {
        foreach (var responder in FaultPlaybooks.First.Team)
        {
            var given = followUps.Count(f => f.Owner == responder.Name && f.State != FollowUpState.Closed);
            if (given > responder.PerDay) violations.Add($"{responder.Name} has room for {responder.PerDay} and was given {given}");
        }
    }

    private FollowUp? FollowUp(Profile profile, string play, string? occasion, FollowUpKind? kind) => followUps.Find(item =>
        (item.CustomerId == profile.Id || profile.Absorbed.Contains(item.CustomerId)) && item.Play == play && item.Occasion == occasion && (kind is null || item.Kind == kind));

    private static string Name(TakenMail mail) => $"{mail.Action.Play} {mail.Action.Occasion} to {mail.Email}";
}

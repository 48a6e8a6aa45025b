using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>What a customer would get now, if the play of a template acted at this moment: the action, and whether the gates let it through.</summary>
/// <param name="Action">The action as it would be made. It stands on no profile and is never sent.</param>
/// <param name="Play">The play that sends the template; null when none does.</param>
public sealed record PreviewedAction(PlannedAction Action, Play? Play);

/// <summary>Looks ahead without doing anything. Pure.</summary>
public static class Previewing
{
    /// <summary>The action that the first play with this template would plan for a customer.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="template">A template's name, or a question's.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="now">UTC.</param>
    public static PreviewedAction Of(Profile profile, string template, Playbook playbook, DateTimeOffset now)
    {
        foreach (var play in playbook.Plays)
        {
            for (var step = 0; step < play.Steps.Length; step++)
            {
                if (play.Steps[step].Do is not { } action || !Sends(action, template)) continue;
                var run = new PlayRun
                {
                    Id = Occasions.RunId(profile.Id, play.Name, Occasion(profile, play)),
                    Play = play.Name,
                    Occasion = Occasion(profile, play),
                    Cause = "a preview",
                    CauseAt = now,
                    StartedAt = now,
                    Version = playbook.Version,
                    Step = step,
                };
                return new PreviewedAction(StepActions.Plan(profile, run, action, playbook, now), play);
            }
        }
        var question = playbook.Questions.Any(q => q.Name == template);
        return new PreviewedAction(new PlannedAction
        {
            Id = StableHash.Id("preview", profile.Id, template),
            Kind = question ? ActionKind.Ask : ActionKind.Email,
            Play = "",
            Occasion = "preview",
            What = template,
            Cause = "a preview",
            CauseAt = now,
            DecidedAt = now,
        }, null);
    }

    /// <summary>The gate that keeps it from the customer now; <see cref="Gates.Passed"/> when none does. Without a play only the gates of the customer count.</summary>
    /// <param name="previewed">What is looked at.</param>
    /// <param name="profile">The customer.</param>
    /// <param name="messageKind">One of <see cref="MessageKinds"/>.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What is paused or stopped.</param>
    /// <param name="now">UTC.</param>
    public static GateResult Judge(PreviewedAction previewed, Profile profile, string messageKind, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        if (previewed.Play is not { } play) return Gatekeeper.Check(profile, previewed.Action, playbook, shop, now, messageKind);
        if (play.To is { } whom && !Whom.Meets(whom, profile, playbook, now, shop)) return new(Gates.NotForThem, Reason: $"The play is for {whom}.");
        return Recheck.Of(profile, previewed.Action, messageKind, playbook, shop, now) switch
        {
            Hold hold => new(Gatekeeper.Check(profile, previewed.Action, playbook, shop, now, messageKind).Gate, hold.Until),
            Refuse refuse => new(refuse.Why.Gate, Reason: refuse.Why.Reason),
            _ => new(Gates.Passed),
        };
    }

    private static bool Sends(StepAction action, string template) => action switch
    {
        SendAction send => send.Template == template,
        FollowUpAction followUp => followUp.Draft == template,
        AskAction ask => ask.Question == template,
        _ => false,
    };

    /// <summary>What it would be about: for a play on carts the newest one that is open.</summary>
    private static string Occasion(Profile profile, Play play) =>
        play.On is EventTrigger { Kind: Events.EventKinds.CartUpdated or Events.EventKinds.CheckoutStarted or Events.EventKinds.CheckoutExpired } && profile.Carts.LastOrDefault() is { } cart ? $"cart:{cart.Id}" : "preview";
}

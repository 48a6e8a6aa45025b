using Handraiser.FollowUps;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>Makes actions out of steps.</summary>
internal static class StepActions
{
    /// <summary>The action that a step decides, with the offer that law 8 leaves it.</summary>
    public static PlannedAction Plan(Profile profile, PlayRun run, StepAction what, Playbook playbook, DateTimeOffset now)
    {
        var action = new PlannedAction
        {
            Id = Occasions.ActionId(profile.Id, run.Play, run.Step, run.Occasion),
            Kind = KindOf(what),
            Play = run.Play,
            Step = run.Step,
            Occasion = run.Occasion,
            What = Name(what),
            Cause = run.Cause,
            CauseAt = run.CauseAt,
            DecidedAt = now,
            Campaign = run.Campaign,
        };
        return what switch
        {
            SendAction { Offer: { } offer } => action with { Offer = Offers.Allowed(profile, offer, playbook, now) },
            FollowUpAction followUp => action with { Rank = followUp.Rank, DueAt = DueTime.Of(now, followUp.Within, playbook.Store) },
            AlertAction alert => action with { To = alert.To },
            _ => action,
        };
    }

    /// <summary>What a step does, in a word or two for the record.</summary>
    public static string Name(StepAction what) => what switch
    {
        SendAction send => send.Template,
        FollowUpAction followUp => followUp.Draft,
        AskAction ask => ask.Question,
        AlertAction alert => alert.Text,
        WebhookAction webhook => webhook.Name,
        TagAction tag => tag.Words,
        SuppressAction => "suppress",
        _ => what.GetType().Name,
    };

    /// <summary>The channel on which a step reaches the customer; null when it does not.</summary>
    public static string? ChannelOf(StepAction? what) => what switch
    {
        SendAction send => send.Channel,
        AskAction => Channels.Email,
        _ => null,
    };

    private static ActionKind KindOf(StepAction what) => what switch
    {
        SendAction { Channel: Channels.Sms } => ActionKind.Sms,
        SendAction => ActionKind.Email,
        FollowUpAction => ActionKind.FollowUp,
        AskAction => ActionKind.Ask,
        AlertAction => ActionKind.Alert,
        WebhookAction => ActionKind.Webhook,
        _ => throw new InvalidOperationException($"A step cannot do {what.GetType().Name}."),
    };
}

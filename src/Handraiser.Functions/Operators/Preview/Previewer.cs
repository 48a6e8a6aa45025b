using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.Composing;
using Handraiser.Functions.Delivery.Sms;
using Handraiser.Functions.Reaction;
using Handraiser.Messages;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Operators.Preview;

/// <summary>What one customer would get of a template at this moment, and what stands in its way. Links in it are real and work.</summary>
/// <param name="Template">The template, or the question.</param>
/// <param name="Play">The play that sends it; null when none does.</param>
/// <param name="Channel"><c>email</c>, <c>sms</c> or <c>draft</c>, the suggested answer of a follow-up.</param>
/// <param name="Gate">One of <see cref="Gates"/>; <c>passed</c> when nothing stands in the way.</param>
public sealed record PreviewedMessage(string Template, string? Play, string Channel, string Gate)
{
    /// <summary>Why not, in words.</summary>
    public string? Why { get; init; }
    /// <summary>When it would go out, where waiting helps; UTC.</summary>
    public DateTimeOffset? Until { get; init; }
    /// <summary>The person who would sign.</summary>
    public string? Sender { get; init; }
    /// <summary>The subject.</summary>
    public string? Subject { get; init; }
    /// <summary>The HTML part.</summary>
    public string? Html { get; init; }
    /// <summary>The text part, or the text message.</summary>
    public string Text { get; init; } = "";
    /// <summary>For texts: how many are billed.</summary>
    public int? Segments { get; init; }
    /// <summary>For texts: what they cost, in the shop's currency; null where no price is set.</summary>
    public decimal? Price { get; init; }
    /// <summary>For texts: the number they would come from.</summary>
    public string? From { get; init; }
}

/// <summary>Looks ahead: composes as delivery does and asks the same gates, and sends nothing.</summary>
internal sealed class Previewer(Composer composer, TemplateSet templates, TwilioSettings? twilio = null)
{
    /// <summary>The message; null when there is no such template or question.</summary>
    public PreviewedMessage? Of(Profile profile, string template, Moment moment)
    {
        var (playbook, shop, now) = (moment.Playbook, moment.Shop, moment.Now);
        var previewed = Previewing.Of(profile, template, playbook, now);
        if (templates.Find(template, null) is not { } found)
        {
            if (previewed.Action.Kind != ActionKind.Ask) return null;
        }
        else if (found.Channel == MessageChannel.Sms)
        {
            previewed = previewed with { Action = previewed.Action with { Kind = ActionKind.Sms } };
        }
        var action = previewed.Action;
        var kind = action.Kind == ActionKind.FollowUp ? MessageKinds.Personal : composer.KindOf(profile, action);
        var gate = Previewing.Judge(previewed, profile, kind, playbook, shop, now);
        var consignment = new Consignment(profile, action, moment);
        var message = new PreviewedMessage(template, previewed.Play?.Name, action.Kind switch { ActionKind.Sms => "sms", ActionKind.FollowUp => "draft", _ => "email" }, gate.Gate) { Why = gate.Reason, Until = gate.HoldUntil };
        return action.Kind switch
        {
            ActionKind.Sms => Sms(message, consignment),
            ActionKind.FollowUp => Draft(message, consignment),
            _ => Mail(message, consignment),
        };
    }

    private PreviewedMessage Mail(PreviewedMessage message, Consignment consignment)
    {
        var composed = composer.Mail(consignment);
        return message with { Sender = composed.Sender, Subject = composed.Mail.Subject, Html = composed.Mail.Html, Text = composed.Mail.Text };
    }

    private PreviewedMessage Draft(PreviewedMessage message, Consignment consignment)
    {
        var owner = FollowUps.Raising.Owner(consignment.Profile, consignment.Action.Id, consignment.Moment.Playbook, consignment.Moment.Now)?.Name;
        var (subject, text) = composer.Draft(consignment, owner);
        return message with { Sender = owner, Subject = subject, Text = text };
    }

    private PreviewedMessage Sms(PreviewedMessage message, Consignment consignment)
    {
        var text = composer.Sms(consignment);
        return message with
        {
            Text = text.Text,
            Segments = text.Segments,
            Price = twilio is { PricePerSegment: > 0 } ? twilio.PricePerSegment * text.Segments : null,
            From = twilio is not null && consignment.Profile.Person.Phone is { } phone ? twilio.SenderFor(phone) : null,
        };
    }
}

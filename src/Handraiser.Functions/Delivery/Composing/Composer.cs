using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Messages;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.Composing;

/// <summary>An e-mail, ready but for its envelope.</summary>
/// <param name="Mail">Subject and parts.</param>
/// <param name="Sender">The person who signs; null for the shop.</param>
internal sealed record ComposedMail(RenderedMessage Mail, string? Sender);

/// <summary>Turns an action and a customer into words: finds the template in their language and fills it with what is known of them.</summary>
internal sealed class Composer(TemplateSet templates, CustomerLinks links, OfferCodes codes, CatalogueSettings catalogue)
{
    private const string AskTemplate = "ask";

    /// <summary>One of <see cref="MessageKinds"/>; marketing, the most guarded, for what has no template and for a play that writes like a person.</summary>
    public string KindOf(Profile profile, PlannedAction action) => Find(profile, action) is { } template ? MessageKinds.OfPlay(Name(template.Kind)) : MessageKinds.Marketing;

    /// <summary>The e-mail of an action.</summary>
    /// <exception cref="TemplateMissingException">There is no such template.</exception>
    public ComposedMail Mail(Consignment consignment)
    {
        var template = Template(consignment);
        var sender = Sender(consignment, template.Kind);
        return new ComposedMail(Renderer.Render(template, Model(consignment, sender, ToShop(consignment))), sender);
    }

    /// <summary>The text of an action.</summary>
    /// <exception cref="TemplateMissingException">There is no such template.</exception>
    public SmsMessage Sms(Consignment consignment) => Renderer.RenderSms(Template(consignment), Model(consignment, Sender(consignment, MessageKind.Personal)));

    /// <summary>The suggested answer of a follow-up: subject and words, as a person would type them.</summary>
    /// <exception cref="TemplateMissingException">There is no such template.</exception>
    public (string Subject, string Text) Draft(Consignment consignment, string? sender)
    {
        var mail = Renderer.Render(Template(consignment), Model(consignment, sender));
        return (mail.Subject, mail.Body);
    }

    /// <summary>What a responder typed, as a personal e-mail.</summary>
    public RenderedMessage Typed(Consignment consignment, string subject, string text, string? sender) =>
        Renderer.RenderTyped(subject, text, Model(consignment, sender), consignment.Profile.Person.Trait("language") ?? "en");

    /// <summary>Links without a token, for drafts, which staff read and try, and for texts, where every character costs.</summary>
    private MessageModel Model(Consignment consignment, string? sender) => Model(consignment, sender, link => link);

    private MessageModel Model(Consignment consignment, string? sender, Func<Uri, Uri> toShop) => ModelOf.Customer(consignment, links, codes, catalogue, sender, toShop);

    private Func<Uri, Uri> ToShop(Consignment consignment) => consignment.Profile.Permissions.Said(Channels.Tracking) is { Granted: false }
        ? link => link
        : links.ToSite(consignment.Profile.Id, consignment.Moment.Now);

    private static string? Sender(Consignment consignment, MessageKind kind) => kind == MessageKind.Personal
        ? FollowUps.Raising.Owner(consignment.Profile, consignment.Action.Id, consignment.Moment.Playbook, consignment.Moment.Now)?.Name
        : null;

    private MessageTemplate Template(Consignment consignment) =>
        Find(consignment.Profile, consignment.Action) ?? throw new TemplateMissingException(consignment.Action.What);

    private MessageTemplate? Find(Profile profile, PlannedAction action) =>
        templates.Find(action.Kind == ActionKind.Ask ? AskTemplate : action.What, profile.Person.Trait("language"));

    private static string Name(MessageKind kind) => kind switch
    {
        MessageKind.Personal => MessageKinds.Personal,
        MessageKind.Marketing => MessageKinds.Marketing,
        MessageKind.Transactional => MessageKinds.Transactional,
    };
}

/// <summary>A play names a template that nobody wrote. The delivery is tried again and then parked, from where it can be replayed once the template exists.</summary>
internal sealed class TemplateMissingException(string template) : Exception($"There is no template {template}.");

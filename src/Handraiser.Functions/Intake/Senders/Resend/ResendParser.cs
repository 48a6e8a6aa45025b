using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;
using Handraiser.Functions.Intake.Senders.Standard;

namespace Handraiser.Functions.Intake.Senders.Resend;

/// <summary>Resend's events (resend.com, "Webhooks: event types"). A mail to several people tells one event for all of them.</summary>
public sealed class ResendParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) => Translate(request, "resend", body, parsed));

    internal static void Translate(WebhookRequest request, string sender, JsonElement body, Parsed parsed)
    {
        var type = body.Required("type");
        var data = body.Part("data");
        var kind = Kind(type, data);
        if (kind is null) return;
        var at = body.Time("created_at") ?? data.Time("created_at") ?? request.Now;
        var id = StandardVerifier.Id(request) is { } told ? $"{sender}:{told}" : StableId.OfBody(sender, type, request.Body.Span);
        var click = data.Part("click");
        var open = data.Part("open");
        var bounce = data.Part("bounce");
        var details = new EventData
        {
            MessageId = data.Text("email_id"),
            Url = click.Text("link"),
            UserAgent = click.Text("userAgent") ?? open.Text("userAgent"),
            Ip = click.Text("ipAddress") ?? open.Text("ipAddress"),
            Bounce = kind == EventKinds.EmailBounced ? Bounce(bounce) : null,
            Reason = bounce.Text("message") ?? data.Part("failed").Text("reason"),
        };
        var recipients = Recipients(data);
        for (var i = 0; i < recipients.Count; i++)
        {
            parsed.Events.Add(MailEvent.Of(request, sender, kind, i == 0 ? id : $"{id}:{i}", at, recipients[i], data.Part("tags"), details));
        }
        if (recipients.Count == 0) throw new MalformedException("data.to", "an address is expected");
    }

    private static List<string> Recipients(JsonElement data)
    {
        var to = data.List("to").Select(t => t.AsText("to")).OfType<string>().ToList();
        if (to.Count == 0 && (data.Text("to") ?? data.Text("email")) is { } one) to.Add(one);
        return to;
    }

    private static string? Kind(string type, JsonElement data) => type switch
    {
        "email.sent" => EventKinds.EmailSent,
        "email.delivered" => EventKinds.EmailDelivered,
        "email.delivery_delayed" => EventKinds.EmailDeferred,
        "email.complained" => EventKinds.EmailComplained,
        "email.bounced" => EventKinds.EmailBounced,
        "email.opened" => EventKinds.EmailOpened,
        "email.clicked" => EventKinds.EmailClicked,
        "email.failed" or "email.suppressed" => EventKinds.EmailDropped,
        "contact.updated" when data.Truth("unsubscribed") == true => EventKinds.EmailUnsubscribed,
        _ => null,
    };

    private static BounceKind Bounce(JsonElement bounce) => (bounce.Text("type"), bounce.Text("subType")) switch
    {
        (_, "ContentRejected" or "AttachmentRejected" or "MessageTooLarge") => BounceKind.Blocked,
        ("Transient" or "Temporary" or "Undetermined", _) => BounceKind.Soft,
        _ => BounceKind.Hard,
    };
}

using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Ses;

/// <summary>
/// Amazon SES events inside SNS messages (SES developer guide, "Contents of event data"), both of event publishing (<c>eventType</c>) and
/// of the older feedback (<c>notificationType</c>). One event a recipient. An open or a click of a mail to several tells not who it was.
/// </summary>
public sealed class SesParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) =>
    {
        var message = new SnsMessage(body);
        switch (message.Type)
        {
            case "SubscriptionConfirmation":
                parsed.Confirmations.Add(message.Subscribe ?? throw new MalformedException("SubscribeURL", "an address of Amazon's is expected"));
                break;
            case "UnsubscribeConfirmation":
                parsed.Notices.Add("An SNS topic ended its subscription.");
                break;
            default:
                Inner(request, body.Required("Message"), parsed);
                break;
        }
    });

    private static void Inner(WebhookRequest request, string message, Parsed parsed)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new MalformedException("Message", "an event of SES is expected");
            Translate(request, document.RootElement, parsed);
        }
        catch (JsonException)
        {
            throw new MalformedException("Message", "an event of SES is expected");
        }
    }

    private static void Translate(WebhookRequest request, JsonElement told, Parsed parsed)
    {
        var type = told.Text("eventType") ?? told.Required("notificationType");
        var mail = told.Part("mail");
        var (kind, detail, recipients) = type switch
        {
            "Send" => (EventKinds.EmailSent, told.Part("send"), Everybody(mail)),
            "Delivery" => (EventKinds.EmailDelivered, told.Part("delivery"), Texts(told.Part("delivery"), "recipients", mail)),
            "DeliveryDelay" => (EventKinds.EmailDeferred, told.Part("deliveryDelay"), Listed(told.Part("deliveryDelay"), "delayedRecipients")),
            "Bounce" => (EventKinds.EmailBounced, told.Part("bounce"), Listed(told.Part("bounce"), "bouncedRecipients")),
            "Complaint" => (EventKinds.EmailComplained, told.Part("complaint"), Listed(told.Part("complaint"), "complainedRecipients")),
            "Reject" => (EventKinds.EmailDropped, told.Part("reject"), Everybody(mail)),
            "Rendering Failure" => (EventKinds.EmailDropped, told.Part("failure"), Everybody(mail)),
            "Open" => (EventKinds.EmailOpened, told.Part("open"), Single(mail)),
            "Click" => (EventKinds.EmailClicked, told.Part("click"), Single(mail)),
            "Subscription" => (Subscription(told.Part("subscription")), told.Part("subscription"), Single(mail)),
            _ => throw new MalformedException("eventType", "an event that SES documents is expected"),
        };
        var at = detail.Time("timestamp") ?? mail.Time("timestamp") ?? throw new MalformedException("mail.timestamp", "a time in ISO 8601 is expected");
        if (recipients.Count == 0) throw new MalformedException("mail.destination", "one address is expected");
        foreach (var (email, reason) in recipients)
        {
            var id = StableId.Of("ses", type, mail.Text("messageId"), email, detail.Text("link"), at);
            parsed.Events.Add(MailEvent.Of(request, "ses", kind, id, at, email, mail.Part("tags"), new EventData
            {
                MessageId = mail.Text("messageId"),
                From = mail.Text("source"),
                Url = detail.Text("link"),
                UserAgent = detail.Text("userAgent"),
                Ip = detail.Text("ipAddress"),
                Bounce = type == "Bounce" ? Bounce(detail) : null,
                Reason = reason ?? detail.Text("reason") ?? detail.Text("errorMessage") ?? detail.Text("complaintFeedbackType"),
            }));
        }
    }

    private static List<(string? Email, string? Reason)> Everybody(JsonElement mail) => [.. mail.List("destination").Select(d => (d.AsText("destination"), (string?)null))];

    private static List<(string? Email, string? Reason)> Single(JsonElement mail) => Everybody(mail) is { Count: 1 } one ? one : [];

    private static List<(string? Email, string? Reason)> Texts(JsonElement detail, string name, JsonElement mail)
    {
        List<(string?, string?)> told = [.. detail.List(name).Select(d => (d.AsText(name), (string?)null))];
        return told.Count > 0 ? told : Everybody(mail);
    }

    private static List<(string? Email, string? Reason)> Listed(JsonElement detail, string name) =>
        [.. detail.List(name).Select(r => (r.Text("emailAddress"), r.Text("diagnosticCode") ?? r.Text("status")))];

    private static string Subscription(JsonElement told) =>
        told.Part("newTopicPreferences").Truth("unsubscribeAll") == true || told.Part("newTopicPreferences").List("topicSubscriptionStatus").Any(t => t.Text("subscriptionStatus") == "OptOut")
            ? EventKinds.EmailUnsubscribed
            : EventKinds.EmailResubscribed;

    private static BounceKind Bounce(JsonElement bounce) => (bounce.Text("bounceType"), bounce.Text("bounceSubType")) switch
    {
        (_, "ContentRejected" or "AttachmentRejected" or "MessageTooLarge") => BounceKind.Blocked,
        ("Permanent", _) => BounceKind.Hard,
        _ => BounceKind.Soft,
    };
}

using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Postmark;

/// <summary>Postmark's records (postmarkapp.com, "Webhooks"). One a body; none has an id but a bounce.</summary>
public sealed class PostmarkParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) =>
    {
        var record = body.Required("RecordType");
        var (kind, bounce) = Kind(record, body);
        if (kind is null) return;
        var email = body.Text("Recipient") ?? body.Text("Email");
        var at = Time(body);
        var id = body.Text("ID") is { } told
            ? $"postmark:{record}:{told}"
            : StableId.Of("postmark", record, body.Text("MessageID"), email, body.Text("OriginalLink"), at);
        parsed.Events.Add(MailEvent.Of(request, "postmark", kind, id, at, email, body.Part("Metadata"), new EventData
        {
            MessageId = body.Text("MessageID"),
            Campaign = body.Text("Tag"),
            Url = body.Text("OriginalLink"),
            UserAgent = body.Text("UserAgent"),
            Ip = body.Part("Geo").Text("IP"),
            Bounce = bounce,
            Reason = body.Text("Description") ?? body.Text("SuppressionReason"),
            Seconds = (double?)body.Money("ReadSeconds"),
        }));
    });

    private static DateTimeOffset Time(JsonElement body) =>
        body.Time("ReceivedAt") ?? body.Time("BouncedAt") ?? body.Time("DeliveredAt") ?? body.Time("ChangedAt")
        ?? throw new MalformedException("ReceivedAt", "a time in ISO 8601 is expected");

    private static (string? Kind, BounceKind? Bounce) Kind(string record, JsonElement body) => record switch
    {
        "Delivery" => (EventKinds.EmailDelivered, null),
        "Open" => (EventKinds.EmailOpened, null),
        "Click" => (EventKinds.EmailClicked, null),
        "SpamComplaint" => (EventKinds.EmailComplained, null),
        "Bounce" => Bounced(body.Text("Type")),
        "SubscriptionChange" when body.Truth("SuppressSending") == false => (EventKinds.EmailResubscribed, null),
        "SubscriptionChange" => body.Text("SuppressionReason") switch
        {
            "HardBounce" => (EventKinds.EmailBounced, BounceKind.Hard),
            "SpamComplaint" => (EventKinds.EmailComplained, null),
            _ => (EventKinds.EmailUnsubscribed, null),
        },
        _ => throw new MalformedException("RecordType", "a record that Postmark documents is expected"),
    };

    private static (string? Kind, BounceKind? Bounce) Bounced(string? type) => type switch
    {
        "HardBounce" or "BadEmailAddress" or "ManuallyDeactivated" => (EventKinds.EmailBounced, BounceKind.Hard),
        "Blocked" or "SpamNotification" or "DMARCPolicy" or "VirusNotification" or "OpenRelayTest" or "ChallengeVerification" => (EventKinds.EmailBounced, BounceKind.Blocked),
        "SpamComplaint" => (EventKinds.EmailComplained, null),
        "Unsubscribe" => (EventKinds.EmailUnsubscribed, null),
        "Subscribe" => (EventKinds.EmailResubscribed, null),
        // Replies by machines and errors on our own side say nothing of the address.
        "AutoResponder" or "AddressChange" or "InboundError" => (null, null),
        "SMTPApiError" or "TemplateRenderingFailed" => (EventKinds.EmailDropped, null),
        _ => (EventKinds.EmailBounced, BounceKind.Soft),
    };
}

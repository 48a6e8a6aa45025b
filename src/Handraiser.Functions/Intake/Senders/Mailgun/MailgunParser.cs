using System.Globalization;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Mailgun;

/// <summary>Mailgun's events (Mailgun, "Event structure"). One event a body.</summary>
public sealed class MailgunParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) =>
    {
        var told = body.Part("event-data");
        if (told.ValueKind != JsonValueKind.Object) throw new MalformedException("event-data", "an object is expected");
        var name = told.Required("event");
        if (Kind(name, told) is not { } kind) return;
        var status = told.Part("delivery-status");
        var client = told.Part("client-info");
        // Test bodies may lack an id; the token is as unique.
        var id = told.Text("id") ?? body.Part("signature").Text("token") ?? throw new MalformedException("event-data.id", "a text is expected");
        parsed.Events.Add(MailEvent.Of(request, "mailgun", kind, $"mailgun:{id}", Time(told), told.Text("recipient"), told.Part("user-variables"), new EventData
        {
            MessageId = told.Part("message").Part("headers").Text("message-id"),
            From = told.Part("message").Part("headers").Text("from"),
            Campaign = told.List("tags").Select(t => t.AsText("tags")).FirstOrDefault(),
            Url = told.Text("url"),
            UserAgent = client.Text("user-agent"),
            Ip = told.Text("ip"),
            Machine = client.Part("bot").ValueKind == JsonValueKind.String ? client.Text("bot") is not null : null,
            Bounce = Bounce(kind, told),
            Reason = status.Text("message") ?? status.Text("description") ?? told.Text("reason"),
        }));
    });

    private static DateTimeOffset Time(JsonElement told) =>
        double.TryParse(told.Text("timestamp"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Times.FromUnix(Milliseconds(seconds)) is { } at
            ? at
            : throw new MalformedException("event-data.timestamp", "seconds since 1970 are expected");

    private static long Milliseconds(double seconds) => seconds is > 100_000_000 and < 100_000_000_000 ? (long)(seconds * 1000) : seconds is >= 0 and <= 100_000_000 ? (long)seconds : -1;

    private static string? Kind(string name, JsonElement told) => name switch
    {
        "accepted" => EventKinds.EmailSent,
        "rejected" => EventKinds.EmailDropped,
        "delivered" => EventKinds.EmailDelivered,
        "failed" when told.Text("severity") == "temporary" => EventKinds.EmailDeferred,
        // Mailgun did not try: the address stands on one of its lists.
        "failed" when told.Text("reason")?.StartsWith("suppress", StringComparison.Ordinal) == true => EventKinds.EmailDropped,
        "failed" => EventKinds.EmailBounced,
        "opened" => EventKinds.EmailOpened,
        "clicked" => EventKinds.EmailClicked,
        "unsubscribed" => EventKinds.EmailUnsubscribed,
        "complained" => EventKinds.EmailComplained,
        "stored" or "list_member_uploaded" or "list_member_upload_error" or "list_uploaded" => null,
        _ => throw new MalformedException("event-data.event", "a kind of event that Mailgun documents is expected"),
    };

    private static BounceKind? Bounce(string kind, JsonElement told) => (kind, told.Text("reason")) switch
    {
        (EventKinds.EmailBounced, "espblock") => BounceKind.Blocked,
        (EventKinds.EmailBounced, "old") => BounceKind.Soft,
        (EventKinds.EmailBounced, _) => BounceKind.Hard,
        (EventKinds.EmailDropped, "suppress-bounce") => BounceKind.Hard,
        _ => null,
    };
}

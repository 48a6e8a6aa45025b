using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Mandrill;

/// <summary>Mailchimp Transactional's events (mailchimp.com/developer, "Webhook format"): a form with a list of up to a thousand.</summary>
public sealed class MandrillParser : IParser
{
    private const int LongestText = 4_000;

    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        var list = FormBody.Read(request.Body)?.Value("mandrill_events") ?? throw new MalformedException("mandrill_events", "the field with the events is expected");
        using var document = JsonDocument.Parse(list);
        if (document.RootElement.ValueKind != JsonValueKind.Array) throw new MalformedException("mandrill_events", "a list of events is expected");
        return Bodies.Many(document.RootElement, (told, parsed) => Translate(request, told, parsed), Wrapped);
    }

    private static byte[] Wrapped(byte[] one) => Encoding.UTF8.GetBytes($"mandrill_events={UrlEncoder.Default.Encode($"[{Encoding.UTF8.GetString(one)}]")}");

    private static void Translate(WebhookRequest request, JsonElement told, Parsed parsed)
    {
        if (told.Text("type") is "blacklist" or "denylist")
        {
            Listed(request, told, parsed);
            return;
        }
        if (told.Text("type") is "whitelist" or "allowlist") return;
        var name = told.Required("event");
        var message = told.Part("msg");
        var (kind, bounce) = Kind(name);
        var isReply = kind == EventKinds.EmailReplied;
        var at = At(told) ?? (isReply ? request.Now : throw new MalformedException("ts", "seconds since 1970 are expected"));
        var mail = message.Text("_id") ?? told.Text("_id");
        var email = isReply ? message.Text("from_email") ?? From(message.Text("raw_msg")) : message.Text("email");
        var text = isReply ? message.Text("text") : null;
        parsed.Events.Add(MailEvent.Of(request, "mandrill", kind, StableId.Of("mandrill", name, mail, email, told.Text("url"), at), at, email, message.Part("metadata"), new EventData
        {
            MessageId = mail,
            Campaign = message.List("tags").Select(t => t.AsText("tags")).FirstOrDefault(),
            Url = told.Text("url"),
            UserAgent = told.Text("user_agent"),
            Ip = told.Text("ip"),
            Bounce = bounce,
            Reason = message.Text("diag") ?? message.Text("bounce_description"),
            Text = text is { Length: > LongestText } ? text[..LongestText] : text,
        }));
    }

    private static (string Kind, BounceKind? Bounce) Kind(string name) => name switch
    {
        "send" => (EventKinds.EmailSent, null),
        "delivered" => (EventKinds.EmailDelivered, null),
        "deferral" => (EventKinds.EmailDeferred, null),
        "hard_bounce" => (EventKinds.EmailBounced, BounceKind.Hard),
        "soft_bounce" => (EventKinds.EmailBounced, BounceKind.Soft),
        "open" => (EventKinds.EmailOpened, null),
        "click" => (EventKinds.EmailClicked, null),
        "spam" => (EventKinds.EmailComplained, null),
        "unsub" => (EventKinds.EmailUnsubscribed, null),
        "reject" => (EventKinds.EmailDropped, null),
        "inbound" => (EventKinds.EmailReplied, null),
        _ => throw new MalformedException("event", "an event that Mandrill documents is expected"),
    };

    /// <summary>An address came onto the list of those that are not mailed.</summary>
    private static void Listed(WebhookRequest request, JsonElement told, Parsed parsed)
    {
        if (told.Text("action") == "remove") return;
        var entry = told.Part("reject").ValueKind == JsonValueKind.Object ? told.Part("reject") : told.Part("entry");
        var reason = entry.Text("reason");
        var (kind, bounce) = reason switch
        {
            "spam" => (EventKinds.EmailComplained, (BounceKind?)null),
            "unsub" => (EventKinds.EmailUnsubscribed, null),
            "hard-bounce" => (EventKinds.EmailBounced, BounceKind.Hard),
            _ => (null, null),
        };
        if (kind is null) return;
        var at = At(told) ?? entry.Time("last_event_at") ?? entry.Time("created_at") ?? request.Now;
        var email = entry.Text("email");
        parsed.Events.Add(MailEvent.Of(request, "mandrill", kind, StableId.Of("mandrill", "list", reason, email, at), at, email, default, new EventData { Bounce = bounce, Reason = reason }));
    }

    /// <summary>The sender of a mail as it came, for answers that tell nothing else.</summary>
    private static string? From(string? mail)
    {
        const string Header = "From:";
        foreach (var line in (mail ?? "").AsSpan().EnumerateLines())
        {
            if (line.IsEmpty) return null;
            if (line.StartsWith(Header, StringComparison.OrdinalIgnoreCase)) return line[Header.Length..].Trim().ToString();
        }
        return null;
    }

    private static DateTimeOffset? At(JsonElement told) => told.Money("ts") is { } seconds && seconds is >= 0 and < long.MaxValue ? Times.FromUnix((long)seconds) : null;
}

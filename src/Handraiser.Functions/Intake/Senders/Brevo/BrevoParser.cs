using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Brevo;

/// <summary>
/// Brevo's transactional events (developers.brevo.com, "Transactional webhooks"), alone or batched. Of its four times only the one in
/// milliseconds is surely UTC; one sample spells it <c>s_epoch</c>.
/// </summary>
public sealed class BrevoParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        using var document = Json.Document(request.Body);
        return Bodies.Many(document.RootElement, (told, parsed) => Translate(request, told, parsed), raw => raw);
    }

    private static void Translate(WebhookRequest request, JsonElement told, Parsed parsed)
    {
        var name = told.Required("event");
        var (kind, bounce) = Kind(name);
        if (kind is null) return;
        var at = Time(told, "ts_epoch") ?? Time(told, "s_epoch") ?? Time(told, "ts_event") ?? Time(told, "ts") ?? throw new MalformedException("ts_epoch", "milliseconds since 1970 are expected");
        var email = told.Text("email");
        var message = told.Text("message-id")?.Trim('<', '>');
        // An open is told as opened and as unique_opened: by what it means it is one event.
        var id = StableId.Of("brevo", kind, message, email, told.Text("link"), at);
        parsed.Events.Add(MailEvent.Of(request, "brevo", kind, id, at, email, Arguments(told), new EventData
        {
            MessageId = message,
            Campaign = Tag(told),
            Url = told.Text("link"),
            UserAgent = told.Text("user_agent"),
            Ip = told.Text("ip"),
            Machine = name.Contains("proxy_open", StringComparison.Ordinal) ? true : null,
            Bounce = bounce,
            Reason = told.Text("reason"),
        }));
    }

    private static (string? Kind, BounceKind? Bounce) Kind(string name) => name switch
    {
        "request" or "sent" => (EventKinds.EmailSent, null),
        "delivered" => (EventKinds.EmailDelivered, null),
        "deferred" => (EventKinds.EmailDeferred, null),
        "soft_bounce" => (EventKinds.EmailBounced, BounceKind.Soft),
        "hard_bounce" or "invalid_email" => (EventKinds.EmailBounced, BounceKind.Hard),
        "blocked" or "error" => (EventKinds.EmailDropped, null),
        "spam" or "complaint" => (EventKinds.EmailComplained, null),
        "opened" or "unique_opened" or "proxy_open" or "unique_proxy_open" => (EventKinds.EmailOpened, null),
        "click" => (EventKinds.EmailClicked, null),
        "unsubscribed" or "unsubscribe" => (EventKinds.EmailUnsubscribed, null),
        "list_addition" or "contact_updated" or "contact_deleted" => (null, null),
        _ => throw new MalformedException("event", "an event that Brevo documents is expected"),
    };

    private static DateTimeOffset? Time(JsonElement told, string name) => told.Money(name) is { } number && number is >= 0 and < long.MaxValue ? Times.FromUnix((long)number) : null;

    /// <summary>The first tag: from the list, or from a text that may itself be a list written as JSON.</summary>
    private static string? Tag(JsonElement told)
    {
        foreach (var name in new[] { "tags", "tag" })
        {
            if (told.List(name).Select(t => t.AsText(name)).FirstOrDefault() is { } first) return first;
        }
        if (told.Text("tag") is not { } text) return null;
        if (!text.StartsWith('[')) return text;
        return Inner(text) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(t => t.AsText("tag")).FirstOrDefault() : text;
    }

    /// <summary>The text that our mails carry in <c>X-Mailin-custom</c> is a map written as JSON.</summary>
    private static JsonElement Arguments(JsonElement told) => told.Text("X-Mailin-custom") is { } text && Inner(text) is { ValueKind: JsonValueKind.Object } map ? map : default;

    private static JsonElement Inner(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;
using Microsoft.AspNetCore.WebUtilities;

namespace Handraiser.Functions.Intake.Senders.Twilio;

/// <summary>
/// The state of our texts, and the answers to them (Twilio, "Status callbacks", "Incoming messages"). STOP and START change consent, in the
/// words that Twilio itself obeys ("Advanced opt-out"). Our callbacks' addresses carry <c>action_id</c> and <c>customer_id</c>.
/// </summary>
public sealed class TwilioParser : IParser
{
    private static readonly HashSet<string> Stop = new(StringComparer.OrdinalIgnoreCase) { "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT" };
    private static readonly HashSet<string> Start = new(StringComparer.OrdinalIgnoreCase) { "START", "YES", "UNSTOP" };

    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        var fields = Fields(request);
        var parsed = new Parsed();
        try
        {
            if (fields.Value("SmsStatus") == "received" || (fields.Value("MessageStatus") is null && fields.Value("Body") is not null)) Answer(request, fields, parsed);
            else Status(request, fields, parsed);
        }
        catch (MalformedException e)
        {
            parsed.Refuse(e, request.Body.Span);
        }
        return parsed;
    }

    private static List<KeyValuePair<string, string>> Fields(WebhookRequest request)
    {
        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true) return FormBody.Read(request.Body) ?? throw new MalformedException("body", "a form is expected");
        using var document = Json.Document(request.Body);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new MalformedException("body", "an object is expected");
        try
        {
            return [.. document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.AsText(p.Name) ?? ""))];
        }
        catch (InvalidOperationException)
        {
            throw new MalformedException("body", "a name is not Unicode");
        }
    }

    private static void Status(WebhookRequest request, List<KeyValuePair<string, string>> fields, Parsed parsed)
    {
        var status = fields.Value("MessageStatus") ?? fields.Value("SmsStatus") ?? throw new MalformedException("MessageStatus", "a text is expected");
        var kind = status switch
        {
            "sent" => EventKinds.SmsSent,
            "delivered" => EventKinds.SmsDelivered,
            "undelivered" or "failed" => EventKinds.SmsFailed,
            _ => null,
        };
        if (kind is null) return;
        var query = QueryHelpers.ParseQuery(request.Url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var start ? request.Url[start..] : "");
        var names = new Identifiers { Phone = Phone(fields, "To"), Id = query.TryGetValue("customer_id", out var id) ? id.ToString() : null };
        parsed.Events.Add(Event(request, kind, $"{Sid(fields)}:{status}", names, new EventData
        {
            MessageId = Sid(fields),
            ActionId = query.TryGetValue("action_id", out var action) ? action.ToString() : null,
            Reason = fields.Value("ErrorMessage") ?? fields.Value("ErrorCode"),
        }));
    }

    private static void Answer(WebhookRequest request, List<KeyValuePair<string, string>> fields, Parsed parsed)
    {
        var names = new Identifiers { Phone = Phone(fields, "From") };
        var text = fields.Value("Body");
        var word = text?.Trim() ?? "";
        bool? granted = fields.Value("OptOutType") switch
        {
            "STOP" => false,
            "START" => true,
            "HELP" => null,
            _ => Stop.Contains(word) ? false : Start.Contains(word) ? true : null,
        };
        var id = Sid(fields);
        if (granted is { } given) parsed.Events.Add(Event(request, EventKinds.ConsentChanged, $"{id}:consent", names, new EventData { Channel = "sms", Granted = given, Reason = "told by text" }));
        else parsed.Events.Add(Event(request, EventKinds.SmsReplied, id, names, new EventData { MessageId = id, Text = text }));
    }

    /// <summary>The callbacks tell no time of their own.</summary>
    private static CustomerEvent Event(WebhookRequest request, string kind, string id, Identifiers names, EventData data) => new()
    {
        Id = $"twilio:{id}",
        Kind = kind,
        At = request.Now,
        ReceivedAt = request.Now,
        Source = "twilio",
        Customer = names,
        Data = data,
    };

    private static string Sid(List<KeyValuePair<string, string>> fields) =>
        fields.Value("MessageSid") ?? fields.Value("SmsSid") ?? throw new MalformedException("MessageSid", "a text is expected");

    private static string Phone(List<KeyValuePair<string, string>> fields, string name)
    {
        var told = fields.Value(name) ?? throw new MalformedException(name, "a telephone number is expected");
        // WhatsApp and the like stand before the number.
        return told[(told.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}

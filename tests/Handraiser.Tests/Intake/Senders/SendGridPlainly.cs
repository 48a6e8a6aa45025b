using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Handraiser.Events;
using Handraiser.Functions.Intake;

namespace Handraiser.Tests.Intake.Senders;

/// <summary>SendGrid's webhook translated slowly and plainly, as the measure of the quick way: the events, and the places of those refused.</summary>
internal static partial class SendGridPlainly
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["processed"] = "email.sent", ["dropped"] = "email.dropped", ["delivered"] = "email.delivered", ["deferred"] = "email.deferred", ["bounce"] = "email.bounced",
        ["open"] = "email.opened", ["click"] = "email.clicked", ["spamreport"] = "email.complained", ["unsubscribe"] = "email.unsubscribed",
        ["group_unsubscribe"] = "email.unsubscribed", ["group_resubscribe"] = "email.resubscribed",
    };

    /// <summary>Null where the body as a whole cannot be understood.</summary>
    public static (List<CustomerEvent> Events, List<int> Refused)? Read(byte[] body, DateTimeOffset now)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body.AsSpan().StartsWith("\uFEFF"u8) ? body.AsMemory(3) : body);
        }
        catch (JsonException)
        {
            return null;
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array) return null;
            var (events, refused) = (new List<CustomerEvent>(), new List<int>());
            foreach (var (index, told) in document.RootElement.EnumerateArray().Index())
            {
                try
                {
                    if (One(told, now) is { } one) events.Add(one);
                }
                catch (Exception e) when (e is MalformedException or InvalidOperationException)
                {
                    refused.Add(index);
                }
            }
            return (events, refused);
        }
    }

    private static CustomerEvent? One(JsonElement told, DateTimeOffset now)
    {
        if (told.ValueKind != JsonValueKind.Object) throw new MalformedException("", "");
        var texts = new Dictionary<string, string?>();
        DateTimeOffset? at = null;
        bool? machine = null;
        foreach (var property in told.EnumerateObject())
        {
            var value = property.Value;
            switch (Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8PropertyName(property)))
            {
                case "event":
                    if (value.ValueKind != JsonValueKind.String) throw new MalformedException("event", "");
                    texts["event"] = Raw(value);
                    break;
                case "timestamp":
                    var number = value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Seconds().Match(Raw(value)).Groups[1].Value : "";
                    at = (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? Functions.Intake.Times.FromUnix(seconds) : at) ?? throw new MalformedException("timestamp", "");
                    break;
                case "sg_machine_open":
                    machine = value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, JsonValueKind.String when value.ValueEquals("true") => true, JsonValueKind.String when value.ValueEquals("false") => false, _ => null };
                    break;
                case "category" when value.ValueKind == JsonValueKind.Array:
                    texts["category"] = value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(Text).ToList().Find(t => t is not null);
                    break;
                case var name and ("email" or "sg_event_id" or "sg_message_id" or "url" or "useragent" or "ip" or "reason" or "response" or "status" or "type"
                    or "bounce_classification" or "category" or "asm_group_id" or "action_id" or "customer_id" or "campaign"):
                    texts[name] = Text(value);
                    break;
            }
        }
        string? Of(string name) => texts.GetValueOrDefault(name);
        if (Of("event") == "account_status_change") return null;
        if (Of("event") is not { } theirs || !Kinds.TryGetValue(theirs, out var kind)) throw new MalformedException("event", "");
        if (Of("email") is null && Of("customer_id") is null) throw new MalformedException("email", "");
        if (at is null) throw new MalformedException("timestamp", "");
        var message = Of("sg_message_id");
        var end = message?.IndexOf(".filter", StringComparison.Ordinal) ?? -1;
        if (end < 0) end = message?.IndexOf(".recv", StringComparison.Ordinal) ?? -1;
        if (end > 0) message = message![..end];
        var reason = Short(Of("reason"));
        return new CustomerEvent
        {
            Id = Of("sg_event_id") is { } id ? $"sendgrid:{theirs}:{id}" : StableId.Of("sendgrid", theirs, Of("email"), message, Of("url"), at),
            Kind = kind,
            At = at.Value,
            ReceivedAt = now,
            Source = "sendgrid",
            Customer = new Identifiers { Email = Of("email"), Id = Of("customer_id") },
            Data = new EventData
            {
                Campaign = Of("campaign") ?? Of("category"),
                MessageId = message,
                ActionId = Of("action_id"),
                Url = Of("url"),
                UserAgent = Of("useragent"),
                Ip = Of("ip"),
                Machine = machine,
                Bounce = kind == "email.bounced" ? Bounced(Of("bounce_classification"), Of("type"), Of("status")) : kind == "email.dropped" ? Dropped(reason) : null,
                Reason = reason ?? (Of("response") is { } response && response[0] != '2' ? Short(response) : null),
                Extra = Of("asm_group_id") is { } group ? new Dictionary<string, string> { ["group"] = group }.ToImmutableDictionary() : null,
            },
        };
    }

    private static BounceKind Bounced(string? classified, string? type, string? status) => classified?.Trim().ToLowerInvariant() switch
    {
        "invalid address" => BounceKind.Hard,
        "mailbox unavailable" or "technical" or "technical failure" => BounceKind.Soft,
        "content" or "reputation" or "frequency/volume" or "frequency or volume too high" => BounceKind.Blocked,
        _ => type == "blocked" ? BounceKind.Blocked : status?.StartsWith('4') == true ? BounceKind.Soft : BounceKind.Hard,
    };

    private static BounceKind? Dropped(string? reason) =>
        reason?.StartsWith("Bounced Address", StringComparison.OrdinalIgnoreCase) == true || string.Equals(reason, "Invalid", StringComparison.OrdinalIgnoreCase) ? BounceKind.Hard : null;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string Raw(JsonElement value) => Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8Value(value)).Trim('"');

    private static string? Short(string? text) => text is { Length: > 200 } ? text[..(char.IsHighSurrogate(text[199]) ? 199 : 200)] : text;

    [GeneratedRegex(@"^([+-]?\d+)(\..*)?$", RegexOptions.Singleline)]
    private static partial Regex Seconds();
}

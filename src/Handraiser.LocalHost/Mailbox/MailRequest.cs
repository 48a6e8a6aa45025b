using System.Collections.Immutable;
using System.Text.Json;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>Reads what <c>POST /v3/mail/send</c> takes, and refuses what SendGrid would refuse.</summary>
internal static class MailRequest
{
    /// <summary>The mail of a request.</summary>
    /// <exception cref="FormatException">It is not one; the message is SendGrid's kind of error, the field before a colon.</exception>
    public static CaughtMail Read(JsonElement body, string id, DateTimeOffset at)
    {
        if (!body.TryGetProperty("personalizations", out var all) || all.ValueKind != JsonValueKind.Array || all.GetArrayLength() != 1) throw new FormatException("personalizations: One personalization is expected here.");
        var personal = all[0];
        if (!personal.TryGetProperty("to", out var to) || to.GetArrayLength() != 1) throw new FormatException("personalizations.0.to: One recipient is expected here.");
        var address = Text(to[0], "email");
        if (Profiles.Identity.NormalEmail(address) is null) throw new FormatException("personalizations.0.to.0.email: Does not contain a valid address.");
        var from = body.TryGetProperty("from", out var sender) ? sender : default;
        return new CaughtMail
        {
            Id = id,
            At = at,
            To = address!,
            ToName = Text(to[0], "name"),
            From = Text(from, "email") ?? throw new FormatException("from.email: The from address is missing."),
            FromName = Text(from, "name"),
            ReplyTo = body.TryGetProperty("reply_to", out var replies) ? Text(replies, "email") : null,
            Subject = Text(personal, "subject") ?? Text(body, "subject") ?? throw new FormatException("subject: The subject is required."),
            Text = Content(body, "text/plain"),
            Html = Content(body, "text/html"),
            Template = body.TryGetProperty("categories", out var categories) && categories.GetArrayLength() > 0 ? categories[0].GetString() : null,
            Headers = Map(body, "headers").SetItems(Map(personal, "headers")),
            Args = Map(body, "custom_args").SetItems(Map(personal, "custom_args")),
        };
    }

    private static string Content(JsonElement body, string type)
    {
        if (!body.TryGetProperty("content", out var parts)) return "";
        foreach (var part in parts.EnumerateArray())
        {
            if (Text(part, "type") == type) return Text(part, "value") ?? "";
        }
        return "";
    }

    private static ImmutableDictionary<string, string> Map(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().ToImmutableDictionary(p => p.Name, p => p.Value.ToString())
            : ImmutableDictionary<string, string>.Empty;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

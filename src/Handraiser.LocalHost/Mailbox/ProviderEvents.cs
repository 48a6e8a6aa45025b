using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Handraiser.Profiles;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>Events of a mail in the form in which SendGrid posts them: keys sorted, one event a line, custom arguments flattened.</summary>
public static class ProviderEvents
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    /// <summary>One event. The same kind and number of the same mail is the same event.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="kind">SendGrid's word: <c>processed</c>, <c>delivered</c>, <c>open</c>, <c>click</c>, <c>bounce</c>, <c>spamreport</c>.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="number">Tells one open from the next.</param>
    /// <param name="url">The link, for a click.</param>
    public static string Of(CaughtMail mail, string kind, DateTimeOffset at, long number = 0, string? url = null)
    {
        var fields = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in mail.Args) fields[name] = value;
        fields["email"] = mail.To;
        fields["event"] = kind;
        fields["timestamp"] = at.ToUnixTimeSeconds();
        fields["sg_event_id"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(StableHash.Id(mail.Id, kind, number.ToString(CultureInfo.InvariantCulture))));
        fields["sg_message_id"] = mail.Id + ".recvd-local-0";
        if (mail.Template is { } template) fields["category"] = new[] { template };
        switch (kind)
        {
            case "delivered":
                fields["response"] = "250 OK";
                break;
            case "open":
                (fields["useragent"], fields["ip"], fields["sg_machine_open"]) = (Browser, "203.0.113.7", false);
                break;
            case "click":
                (fields["useragent"], fields["ip"], fields["url"]) = (Browser, "203.0.113.7", url ?? "");
                break;
            case "bounce":
                (fields["type"], fields["status"], fields["reason"], fields["bounce_classification"]) = ("bounce", "5.1.1", "550 5.1.1 no such mailbox", "Invalid Address");
                break;
        }
        return JsonSerializer.Serialize(fields);
    }

    /// <summary>The body of one post.</summary>
    public static byte[] Body(IEnumerable<string> events) => Encoding.UTF8.GetBytes("[" + string.Join(",\r\n", events) + "]\r\n");
}

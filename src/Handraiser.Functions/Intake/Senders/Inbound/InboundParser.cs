using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Senders.Common;
using Handraiser.Messages.Replies;

namespace Handraiser.Functions.Intake.Senders.Inbound;

/// <summary>
/// Answers to our mails (SendGrid Inbound Parse). The address that was answered to names the conversation; without it the sender's own
/// address names the customer. What a machine wrote counts for nothing. A reply that is only a wish to leave is carried out at once; every
/// other reply is for a person.
/// </summary>
internal sealed partial class InboundParser(ReplyAddresses? addresses) : IParser
{
    private const int LongestText = 4_000;

    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        var form = InboundForm.Read(request);
        var headers = form.Text("headers");
        var from = MailEvent.Address(form.Text("from")) ?? throw new MalformedException("from", "the sender's address is expected");
        var (to, returnPath) = Envelope(form.Text("envelope"));
        var parsed = new Parsed();
        if (AutomaticMail.Reason(headers, from, returnPath, form.Text("subject")) is not null) return parsed;

        var conversation = addresses?.Read([.. to, .. Addresses(form.Text("to")), .. Addresses(form.Text("cc"))]);
        if (conversation is null && Profiles.Identity.NormalEmail(from) is null) throw new MalformedException("from", "the sender's address is expected");
        var said = ReplyText.Of(form.Text("text") ?? Plain(form.Text("html")));
        var id = MailHead.Read(headers).GetValueOrDefault("Message-ID")?.Trim('<', '>', ' ');
        var one = new CustomerEvent
        {
            // The mail's own id, for a post that is repeated is the same mail; without one the words are what tells it.
            Id = StableId.Of("inbound", id, from, id is null ? said : null, id is null ? form.Text("subject") : null),
            Kind = EventKinds.EmailReplied,
            At = request.Now,
            ReceivedAt = request.Now,
            Source = "inbound",
            // Whoever answers from another address is not thereby the same person: only the conversation counts then.
            Customer = conversation is null ? new Identifiers { Email = from } : new Identifiers { Id = conversation.CustomerId },
            Data = new EventData { ActionId = conversation?.ActionId, Text = said.Length > LongestText ? said[..LongestText] : said, Reason = Note(form, said) },
        };
        parsed.Events.Add(ReplyText.AsksToLeave(said)
            ? one with { Kind = EventKinds.EmailUnsubscribed, Data = new EventData { Channel = "email", Reason = "told by mail", ActionId = conversation?.ActionId } }
            : one);
        return parsed;
    }

    private static string? Note(InboundForm form, string said)
    {
        var files = int.TryParse(form.Text("attachments"), CultureInfo.InvariantCulture, out var told) ? int.Max(told, form.Files) : form.Files;
        return files switch
        {
            0 => said.Length == 0 ? "No words of their own." : null,
            1 => "One attachment, not kept; ask for it.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{files} attachments, not kept; ask for them."),
        };
    }

    /// <summary>The addresses that the mail was truly sent to, and where errors go; null where that was not told.</summary>
    private static (List<string> To, string? From) Envelope(string? json)
    {
        try
        {
            using var told = JsonDocument.Parse(json ?? "{}");
            var to = told.RootElement.TryGetProperty("to", out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.String).Select(a => a.GetString()!).ToList() : [];
            return (to, told.RootElement.TryGetProperty("from", out var from) && from.ValueKind == JsonValueKind.String ? from.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ([], null);
        }
    }

    private static IEnumerable<string> Addresses(string? list) => (list ?? "").Split(',').Select(a => MailEvent.Address(a)!).Where(a => a.Length > 0);

    /// <summary>The text of a mail that has none: quotations are left out by their element, lines by theirs.</summary>
    private static string? Plain(string? html)
    {
        if (html is null || html.Length > 512 * 1024) return null;
        var own = Quotation().Split(Unseen().Replace(html, ""))[0];
        return WebUtility.HtmlDecode(Tag().Replace(LineEnd().Replace(own.ReplaceLineEndings(" "), "\n"), ""));
    }

    [GeneratedRegex("<blockquote|<div[^>]+class=\"[^\"]*(?:gmail_quote|yahoo_quoted|moz-cite-prefix)|<div[^>]+id=\"(?:appendonsend|divRplyFwdMsg)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Quotation();

    [GeneratedRegex("<(?:style|script|head)[^>]*>.*?</(?:style|script|head)>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Unseen();

    [GeneratedRegex("<br[^>]*>|</p>|</div>|</li>|</tr>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex LineEnd();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}

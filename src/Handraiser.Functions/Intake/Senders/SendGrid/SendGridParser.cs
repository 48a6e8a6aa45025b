using System.Globalization;
using System.Text;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Delivery.People.Staff;

namespace Handraiser.Functions.Intake.Senders.SendGrid;

/// <summary>
/// The Event Webhook's batches (Twilio SendGrid, "Event Webhook reference"), turned straight from the bytes into lines: after a campaign
/// there are thousands of events, and nothing in between has to exist. Every field but the kind, the address and the time is optional,
/// whatever the reference's table says.
/// </summary>
/// <param name="buckets">The customers' buckets.</param>
public sealed class SendGridParser(Buckets buckets) : IParser
{
    /// <summary>What the lines of a body are shorter than, for nearly every body, in parts of it.</summary>
    private const int Shrinks = 2;

    private static readonly byte[] StaffCategory = Encoding.UTF8.GetBytes(StaffMail.Category);

    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        var body = WithoutMark(request.Body.Span);
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new MalformedException("body", "a list of events is expected");
        var lines = new LineBatch(body.Length / Shrinks);
        var parsed = new Parsed { MustYield = true, Lines = lines };
        lines.Always(EventLines.Source, "sendgrid");
        lines.Always(EventLines.Received, request.Now.UtcTicks.ToString(CultureInfo.InvariantCulture));
        var fields = new SendGridFields(Ascii.IsValid(body));
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var start = (int)reader.TokenStartIndex;
            try
            {
                if (reader.TokenType != JsonTokenType.StartObject) throw new MalformedException("", "an event is an object");
                fields.Read(ref reader);
                if (fields.IsOfAccount) parsed.Notices.Add($"SendGrid changed the state of the account: {Told(fields.Type) ?? "not told how"}.");
                else if (!fields.Category.SequenceEqual(StaffCategory)) Translate(in fields, lines);
            }
            catch (Exception e) when (e is MalformedException or InvalidOperationException)
            {
                // The reader throws InvalidOperationException for text that is not Unicode; the rest of the batch is still good.
                ToEnd(ref reader);
                var reason = e as MalformedException ?? new MalformedException("", "text that is not Unicode");
                var field = reason.Field.Length > 0 ? $"[{index}].{reason.Field}" : $"[{index}]";
                parsed.Refuse(new MalformedException(field, reason.Why), [(byte)'[', .. body[start..(int)reader.BytesConsumed], (byte)']']);
            }
        }
        while (reader.Read()) { }
        return parsed;
    }

    private void Translate(in SendGridFields fields, LineBatch lines)
    {
        if (fields.Kind is not { } kind) throw new MalformedException("event", "a kind of event that SendGrid documents is expected");
        if (fields.Email.IsEmpty && fields.CustomerId.IsEmpty) throw new MalformedException("email", "an address is expected");
        if (fields.At is not { } at) throw new MalformedException("timestamp", "seconds or milliseconds since 1970 are expected");
        lines.Kept(EventLines.Kind, kind.Kind);
        if (fields.Id.IsEmpty) lines.Plain(EventLines.Id, StableId.Of("sendgrid", kind.Theirs, Told(fields.Email), Told(fields.MessageId), Told(fields.Url), at));
        else lines.Plain(EventLines.Id, fields.Id, kind.IdPrefix);
        EventLines.When(lines, at);
        lines.Plain(EventLines.CustomerId, fields.CustomerId);
        lines.Plain(EventLines.Email, fields.Email);
        lines.Kept(EventLines.Campaign, fields.Campaign.IsEmpty ? fields.Category : fields.Campaign);
        lines.Plain(EventLines.Message, fields.MessageId);
        lines.Plain(EventLines.Action, fields.ActionId);
        lines.Kept(EventLines.Url, fields.Url);
        lines.Kept(EventLines.Agent, fields.Agent);
        lines.Kept(EventLines.Ip, fields.Ip);
        if (fields.Machine is { } machine) lines.Number(EventLines.Machine, machine ? 1 : 0);
        if (SendGridBounces.Kind(in fields) is { } bounce) lines.Number(EventLines.Bounce, (int)bounce);
        lines.Kept(EventLines.Reason, fields.Reason.IsEmpty ? fields.Response : fields.Reason);
        if (!fields.Group.IsEmpty) lines.Kept(EventLines.Extra, [.. "group="u8, .. fields.Group]);
        lines.End(buckets.Of(fields.CustomerId, fields.Email));
    }

    /// <summary>Goes on to the end of an element of the list, from wherever in it the reader stands.</summary>
    private static void ToEnd(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth == 1) reader.Skip();
        while (reader.CurrentDepth > 1) reader.Read();
    }

    private static string? Told(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);

    /// <summary>Without the byte order mark that some tools put before a recorded body.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? body[3..] : body;
}

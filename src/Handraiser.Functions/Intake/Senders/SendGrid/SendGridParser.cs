using System.Text.Json;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.SendGrid;

/// <summary>
/// The Event Webhook's batches (Twilio SendGrid, "Event Webhook reference"), read straight from the bytes. Every field but the kind, the
/// address and the time is optional, whatever the reference's table says.
/// </summary>
public sealed class SendGridParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        var body = request.Body.Span;
        var parsed = new Parsed { MustYield = true };
        var reader = new Utf8JsonReader(WithoutMark(body));
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new MalformedException("body", "a list of events is expected");
        var bytes = WithoutMark(body);
        var fields = new SendGridFields(new RecentTexts());
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var start = (int)reader.TokenStartIndex;
            var whole = reader;
            try
            {
                if (reader.TokenType != JsonTokenType.StartObject) throw new MalformedException("", "an event is an object");
                fields.Read(ref reader);
                Translate(in fields, request.Now, parsed);
            }
            catch (Exception e) when (e is MalformedException or InvalidOperationException)
            {
                // The reader throws InvalidOperationException for text that is not Unicode; the rest of the batch is still good.
                reader = whole;
                reader.Skip();
                var reason = e as MalformedException ?? new MalformedException("", "text that is not Unicode");
                var field = reason.Field.Length > 0 ? $"[{index}].{reason.Field}" : $"[{index}]";
                parsed.Refuse(new MalformedException(field, reason.Why), [(byte)'[', .. bytes[start..(int)reader.BytesConsumed], (byte)']']);
            }
        }
        while (reader.Read()) { }
        return parsed;
    }

    private static void Translate(in SendGridFields fields, DateTimeOffset now, Parsed parsed)
    {
        var kind = Kind(fields.Event);
        if (kind is null)
        {
            if (fields.Event != SendGridEvent.AccountStatusChange) throw new MalformedException("event", "a kind of event that SendGrid documents is expected");
            parsed.Notices.Add($"SendGrid changed the state of the account: {fields.Type ?? "not told how"}.");
            return;
        }
        if (fields.Email is not { Length: > 0 } && fields.CustomerId is null) throw new MalformedException("email", "an address is expected");
        if (fields.At is not { } at) throw new MalformedException("timestamp", "seconds or milliseconds since 1970 are expected");
        parsed.Events.Add(new CustomerEvent
        {
            Id = fields.Id is { } id ? $"sendgrid:{fields.Name}:{id}" : StableId.Of("sendgrid", fields.Name, fields.Email, fields.MessageId, fields.Url, at),
            Kind = kind,
            At = at,
            ReceivedAt = now,
            Source = "sendgrid",
            Customer = new Identifiers { Email = fields.Email, Id = fields.CustomerId },
            Data = new EventData
            {
                Campaign = fields.Campaign ?? fields.Category,
                MessageId = fields.MessageId,
                ActionId = fields.ActionId,
                Url = fields.Url,
                UserAgent = fields.Agent,
                Ip = fields.Ip,
                Machine = fields.Machine,
                Bounce = SendGridBounces.Kind(in fields),
                Reason = fields.Reason ?? fields.Response,
                Extra = fields.Group is { } group ? StableId.One("group", group) : null,
            },
        });
    }

    private static string? Kind(SendGridEvent told) => told switch
    {
        SendGridEvent.Processed => EventKinds.EmailSent,
        SendGridEvent.Dropped => EventKinds.EmailDropped,
        SendGridEvent.Delivered => EventKinds.EmailDelivered,
        SendGridEvent.Deferred => EventKinds.EmailDeferred,
        SendGridEvent.Bounce => EventKinds.EmailBounced,
        SendGridEvent.Open => EventKinds.EmailOpened,
        SendGridEvent.Click => EventKinds.EmailClicked,
        SendGridEvent.SpamReport => EventKinds.EmailComplained,
        SendGridEvent.Unsubscribe or SendGridEvent.GroupUnsubscribe => EventKinds.EmailUnsubscribed,
        SendGridEvent.GroupResubscribe => EventKinds.EmailResubscribed,
        SendGridEvent.AccountStatusChange or SendGridEvent.Unknown => null,
    };

    /// <summary>Without the byte order mark that some tools put before a recorded body.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? body[3..] : body;
}

using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Handraiser.Functions.Intake.Senders.SendGrid;

/// <summary>SendGrid's own names of events.</summary>
public enum SendGridEvent
{
    /// <summary>None that is documented.</summary>
    Unknown,
    /// <summary>Taken over from us.</summary>
    Processed,
    /// <summary>Not sent: the address is on a list of theirs, or the message is not acceptable.</summary>
    Dropped,
    /// <summary>Accepted by the receiving server.</summary>
    Delivered,
    /// <summary>To be tried again.</summary>
    Deferred,
    /// <summary>Came back.</summary>
    Bounce,
    /// <summary>Images were loaded.</summary>
    Open,
    /// <summary>A link was followed.</summary>
    Click,
    /// <summary>Reported as spam.</summary>
    SpamReport,
    /// <summary>Left all mail.</summary>
    Unsubscribe,
    /// <summary>Left a group of mail.</summary>
    GroupUnsubscribe,
    /// <summary>Came back to a group of mail.</summary>
    GroupResubscribe,
    /// <summary>About our account, not about a customer.</summary>
    AccountStatusChange,
}

/// <summary>The fields of one event that we use, refilled for each event of a batch. Custom arguments are flattened into the event by SendGrid.</summary>
public struct SendGridFields(RecentTexts recent)
{
    private const int LongestReason = 200;

    internal SendGridEvent Event = SendGridEvent.Unknown;
    internal string Name = "";
    internal string? Email, Id, MessageId, Url, Agent, Ip, Reason, Response, Status, Type, Classification, Category, Group;
    internal string? ActionId, CustomerId, Campaign;
    internal bool? Machine;
    internal DateTimeOffset? At;

    /// <summary>Reads one object; the reader stands on its start and is left on its end.</summary>
    /// <exception cref="MalformedException">A field has a value of the wrong kind.</exception>
    internal void Read(ref Utf8JsonReader reader)
    {
        this = new SendGridFields(recent) { Name = "" };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            // The first letter and the length tell apart nearly everything, so that a name costs one comparison.
            switch ((name.Length, name.Length > 0 ? name[0] : (byte)0))
            {
                case (2, (byte)'i') when name.SequenceEqual("ip"u8): Ip = Text(ref reader, recent); break;
                case (3, (byte)'u') when name.SequenceEqual("url"u8): Url = Text(ref reader, recent); break;
                case (4, (byte)'t') when name.SequenceEqual("type"u8): Type = Text(ref reader, recent); break;
                case (5, (byte)'e') when name.SequenceEqual("email"u8): Email = Text(ref reader); break;
                case (5, (byte)'e') when name.SequenceEqual("event"u8): ReadEvent(ref reader); break;
                case (6, (byte)'r') when name.SequenceEqual("reason"u8): Reason = Shortened(Text(ref reader, recent)); break;
                case (6, (byte)'s') when name.SequenceEqual("status"u8): Status = Text(ref reader, recent); break;
                case (8, (byte)'r') when name.SequenceEqual("response"u8): ReadResponse(ref reader); break;
                case (8, (byte)'c') when name.SequenceEqual("category"u8): Category = First(ref reader); break;
                case (8, (byte)'c') when name.SequenceEqual("campaign"u8): Campaign = Text(ref reader, recent); break;
                case (9, (byte)'a') when name.SequenceEqual("action_id"u8): ActionId = Text(ref reader); break;
                case (9, (byte)'t') when name.SequenceEqual("timestamp"u8): ReadTime(ref reader); break;
                case (9, (byte)'u') when name.SequenceEqual("useragent"u8): Agent = Text(ref reader, recent); break;
                case (11, (byte)'c') when name.SequenceEqual("customer_id"u8): CustomerId = Text(ref reader); break;
                case (11, (byte)'s') when name.SequenceEqual("sg_event_id"u8): Id = Text(ref reader); break;
                case (12, (byte)'a') when name.SequenceEqual("asm_group_id"u8): Group = Text(ref reader); break;
                case (13, (byte)'s') when name.SequenceEqual("sg_message_id"u8): ReadMessageId(ref reader); break;
                case (15, (byte)'s') when name.SequenceEqual("sg_machine_open"u8): ReadMachine(ref reader); break;
                case (21, (byte)'b') when name.SequenceEqual("bounce_classification"u8): Classification = Text(ref reader, recent); break;
                default: reader.Skip(); break;
            }
        }
    }

    private void ReadEvent(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) throw new MalformedException("event", "a text is expected");
        var told = reader.ValueSpan;
        (Event, Name) = told switch
        {
            _ when told.SequenceEqual("open"u8) => (SendGridEvent.Open, "open"),
            _ when told.SequenceEqual("click"u8) => (SendGridEvent.Click, "click"),
            _ when told.SequenceEqual("processed"u8) => (SendGridEvent.Processed, "processed"),
            _ when told.SequenceEqual("delivered"u8) => (SendGridEvent.Delivered, "delivered"),
            _ when told.SequenceEqual("deferred"u8) => (SendGridEvent.Deferred, "deferred"),
            _ when told.SequenceEqual("bounce"u8) => (SendGridEvent.Bounce, "bounce"),
            _ when told.SequenceEqual("dropped"u8) => (SendGridEvent.Dropped, "dropped"),
            _ when told.SequenceEqual("spamreport"u8) => (SendGridEvent.SpamReport, "spamreport"),
            _ when told.SequenceEqual("unsubscribe"u8) => (SendGridEvent.Unsubscribe, "unsubscribe"),
            _ when told.SequenceEqual("group_unsubscribe"u8) => (SendGridEvent.GroupUnsubscribe, "group_unsubscribe"),
            _ when told.SequenceEqual("group_resubscribe"u8) => (SendGridEvent.GroupResubscribe, "group_resubscribe"),
            _ when told.SequenceEqual("account_status_change"u8) => (SendGridEvent.AccountStatusChange, "account_status_change"),
            _ => (SendGridEvent.Unknown, ""),
        };
    }

    /// <summary>Seconds; some documented examples have milliseconds, and one a text.</summary>
    private void ReadTime(ref Utf8JsonReader reader)
    {
        reader.Read();
        var told = reader.TokenType is JsonTokenType.Number or JsonTokenType.String ? reader.ValueSpan : default;
        if (Utf8Parser.TryParse(told, out long number, out var used) && used > 0 && (used == told.Length || told[used] == (byte)'.')) At = Times.FromUnix(number);
        if (At is null) throw new MalformedException("timestamp", "seconds or milliseconds since 1970 are expected");
    }

    /// <summary>The part that the answer to our sending call had as <c>X-Message-Id</c>; what follows names SendGrid's own servers.</summary>
    private void ReadMessageId(ref Utf8JsonReader reader)
    {
        MessageId = Text(ref reader);
        if (MessageId is null) return;
        var end = MessageId.IndexOf(".filter", StringComparison.Ordinal);
        if (end < 0) end = MessageId.IndexOf(".recv", StringComparison.Ordinal);
        if (end > 0) MessageId = MessageId[..end];
    }

    private void ReadMachine(ref Utf8JsonReader reader)
    {
        reader.Read();
        Machine = reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String => reader.ValueTextEquals("true"u8) ? true : reader.ValueTextEquals("false"u8) ? false : null,
            _ => null,
        };
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) reader.Skip();
    }

    /// <summary>A deferral tells why in its response; of a delivery it is only the receiving server's receipt.</summary>
    private void ReadResponse(ref Utf8JsonReader reader)
    {
        var response = Text(ref reader);
        Response = response is { Length: > 0 } && response[0] != '2' ? Shortened(response) : null;
    }

    /// <summary>A text, or the first of a list of texts.</summary>
    private readonly string? First(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) return Value(ref reader, recent);
        string? first = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String) first ??= Value(ref reader, recent);
            else reader.Skip();
        }
        return first;
    }

    private static string? Text(ref Utf8JsonReader reader, RecentTexts? recent = null)
    {
        reader.Read();
        return Value(ref reader, recent);
    }

    /// <summary>A text or a number as text; anything else is passed over, since every field may be told in a way not yet documented.</summary>
    private static string? Value(ref Utf8JsonReader reader, RecentTexts? recent = null)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                if (reader.ValueSpan.IsEmpty) return null;
                return recent is null || reader.ValueIsEscaped ? reader.GetString() : recent.Get(reader.ValueSpan) ?? reader.GetString();
            case JsonTokenType.Number: return Encoding.ASCII.GetString(reader.ValueSpan);
            case JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False: return null;
            default: reader.Skip(); return null;
        }
    }

    private static string? Shortened(string? text) => text is { Length: > LongestReason } ? text[..LongestReason] : text;
}

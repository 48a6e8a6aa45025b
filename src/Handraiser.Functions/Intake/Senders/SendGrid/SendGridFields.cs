using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Handraiser.Functions.Intake.Senders.SendGrid;

/// <summary>
/// The fields of one event that we use, as UTF-8 in the body itself wherever it has them unescaped; what is not told is empty. Custom
/// arguments are flattened into the event by SendGrid.
/// </summary>
/// <param name="ascii">Whether the whole body is ASCII: then no text of it has to be looked at.</param>
internal ref struct SendGridFields(bool ascii)
{
    private const int LongestReason = 200;

    /// <summary>The event; null for one that is not about a customer, or not documented.</summary>
    public SendGridKind? Kind;
    /// <summary>Whether it is about our account.</summary>
    public bool IsOfAccount;
    public ReadOnlySpan<byte> Email, Id, MessageId, Url, Agent, Ip, Reason, Response, Status, Type, Classification, Category, Group;
    public ReadOnlySpan<byte> ActionId, CustomerId, Campaign;
    public bool? Machine;
    public DateTimeOffset? At;

    /// <summary>Reads one object; the reader stands on its start and is left on its end.</summary>
    /// <exception cref="MalformedException">A field has a value of the wrong kind.</exception>
    public void Read(scoped ref Utf8JsonReader reader)
    {
        this = new SendGridFields(ascii);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            // The first letter and the length tell apart nearly everything, so that a name costs one comparison.
            switch ((name.Length, name.Length > 0 ? name[0] : (byte)0))
            {
                case (2, (byte)'i') when name.SequenceEqual("ip"u8): Ip = Text(ref reader); break;
                case (3, (byte)'u') when name.SequenceEqual("url"u8): Url = Text(ref reader); break;
                case (4, (byte)'t') when name.SequenceEqual("type"u8): Type = Text(ref reader); break;
                case (5, (byte)'e') when name.SequenceEqual("email"u8): Email = Text(ref reader); break;
                case (5, (byte)'e') when name.SequenceEqual("event"u8): ReadEvent(ref reader); break;
                case (6, (byte)'r') when name.SequenceEqual("reason"u8): Reason = Shortened(Text(ref reader)); break;
                case (6, (byte)'s') when name.SequenceEqual("status"u8): Status = Text(ref reader); break;
                case (8, (byte)'r') when name.SequenceEqual("response"u8): ReadResponse(ref reader); break;
                case (8, (byte)'c') when name.SequenceEqual("category"u8): Category = First(ref reader); break;
                case (8, (byte)'c') when name.SequenceEqual("campaign"u8): Campaign = Text(ref reader); break;
                case (9, (byte)'a') when name.SequenceEqual("action_id"u8): ActionId = Text(ref reader); break;
                case (9, (byte)'t') when name.SequenceEqual("timestamp"u8): ReadTime(ref reader); break;
                case (9, (byte)'u') when name.SequenceEqual("useragent"u8): Agent = Text(ref reader); break;
                case (11, (byte)'c') when name.SequenceEqual("customer_id"u8): CustomerId = Text(ref reader); break;
                case (11, (byte)'s') when name.SequenceEqual("sg_event_id"u8): Id = Text(ref reader); break;
                case (12, (byte)'a') when name.SequenceEqual("asm_group_id"u8): Group = Text(ref reader); break;
                case (13, (byte)'s') when name.SequenceEqual("sg_message_id"u8): ReadMessageId(ref reader); break;
                case (15, (byte)'s') when name.SequenceEqual("sg_machine_open"u8): ReadMachine(ref reader); break;
                case (21, (byte)'b') when name.SequenceEqual("bounce_classification"u8): Classification = Text(ref reader); break;
                default: reader.Skip(); break;
            }
        }
    }

    private void ReadEvent(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) throw new MalformedException("event", "a text is expected");
        Kind = SendGridKind.Find(reader.ValueSpan);
        IsOfAccount = Kind is null && reader.ValueSpan.SequenceEqual("account_status_change"u8);
    }

    /// <summary>Seconds; some documented examples have milliseconds, and one a text.</summary>
    private void ReadTime(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        var told = reader.TokenType is JsonTokenType.Number or JsonTokenType.String ? reader.ValueSpan : default;
        if (Utf8Parser.TryParse(told, out long number, out var used) && used > 0 && (used == told.Length || told[used] == (byte)'.')) At = Times.FromUnix(number);
        if (At is null) throw new MalformedException("timestamp", "seconds or milliseconds since 1970 are expected");
    }

    /// <summary>The part that the answer to our sending call had as <c>X-Message-Id</c>; what follows names SendGrid's own servers.</summary>
    private void ReadMessageId(scoped ref Utf8JsonReader reader)
    {
        MessageId = Text(ref reader);
        var end = MessageId.IndexOf(".filter"u8);
        if (end < 0) end = MessageId.IndexOf(".recv"u8);
        if (end > 0) MessageId = MessageId[..end];
    }

    private void ReadMachine(scoped ref Utf8JsonReader reader)
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
    private void ReadResponse(scoped ref Utf8JsonReader reader)
    {
        var response = Text(ref reader);
        Response = response is [not (byte)'2', ..] ? Shortened(response) : default;
    }

    /// <summary>A text, or the first of a list of texts.</summary>
    private readonly ReadOnlySpan<byte> First(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) return Value(ref reader);
        ReadOnlySpan<byte> first = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String) reader.Skip();
            else if (first.IsEmpty) first = Value(ref reader);
        }
        return first;
    }

    private readonly ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        return Value(ref reader);
    }

    /// <summary>A text or a number as text; anything else is passed over, since every field may be told in a way not yet documented.</summary>
    private readonly ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                // Only GetString tells escapes and text that is not Unicode; both are rare.
                return reader.ValueIsEscaped || !(ascii || Ascii.IsValid(reader.ValueSpan)) ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            case JsonTokenType.Number: return reader.ValueSpan;
            case JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False: return default;
            default: reader.Skip(); return default;
        }
    }

    private static ReadOnlySpan<byte> Shortened(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestReason) return text;
        if (Ascii.IsValid(text)) return text[..LongestReason];
        var whole = Encoding.UTF8.GetString(text);
        if (whole.Length <= LongestReason) return text;
        return Encoding.UTF8.GetBytes(whole[..(char.IsHighSurrogate(whole[LongestReason - 1]) ? LongestReason - 1 : LongestReason)]);
    }
}

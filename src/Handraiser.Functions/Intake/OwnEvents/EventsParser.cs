using System.Runtime.InteropServices;
using System.Text.Json;
using Handraiser.Functions.Intake.Senders;

namespace Handraiser.Functions.Intake.OwnEvents;

/// <summary>Tells the forms of <c>POST /api/events</c> apart: one event, a list, <c>{ "events": [...] }</c>, lines (NDJSON), and CloudEvents.</summary>
public sealed class EventsParser : IParser
{
    /// <summary>Reads an event as nearly all are; null where it is none of those.</summary>
    private delegate Events.CustomerEvent? UsualEvent(ref Utf8JsonReader reader, DateTimeOffset now);

    /// <summary>The one instance; it has no state.</summary>
    public static EventsParser Instance { get; } = new();

    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        var type = request.Header("Content-Type")?.Split(';')[0].Trim().ToLowerInvariant();
        if (CloudEvents.IsBinary(request.Headers)) return CloudEvents.Binary(request, type);
        return type switch
        {
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" => Lines(request),
            CloudEvents.Structured or CloudEvents.Batched => Document(request, CloudEvents.Read, mustYield: false),
            _ => Document(request, OwnEvent.Read, mustYield: true, OwnEvent.Usual),
        };
    }

    private static Parsed Document(WebhookRequest request, Func<JsonElement, DateTimeOffset, Events.CustomerEvent> read, bool mustYield, UsualEvent? usual = null)
    {
        var parsed = new Parsed { MustYield = mustYield };
        var body = Json.Bare(request.Body);
        if (body.Span.TrimStart(" \t\r\n"u8).StartsWith("["u8))
        {
            List(parsed, body.Span, request.Now, read, usual);
            return parsed;
        }
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new MalformedException("body", "an event or a list of events is expected");
        var inner = root.Part("events");
        if (inner.ValueKind == JsonValueKind.Undefined) Add(parsed, root, "", request.Now, read);
        else if (inner.ValueKind == JsonValueKind.Array) List(parsed, JsonMarshal.GetRawUtf8Value(inner), request.Now, read, usual);
        else if (inner.ValueKind == JsonValueKind.Object) Add(parsed, inner, "", request.Now, read);
        else throw new MalformedException("body", "an event or a list of events is expected");
        return parsed;
    }

    /// <summary>One after the other: a large list as one document takes as much memory again as the body does.</summary>
    private static void List(Parsed parsed, ReadOnlySpan<byte> list, DateTimeOffset now, Func<JsonElement, DateTimeOffset, Events.CustomerEvent> read, UsualEvent? usual)
    {
        var reader = new Utf8JsonReader(list);
        reader.Read();
        var index = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var ahead = reader;
            if (usual?.Invoke(ref ahead, now) is { } one)
            {
                parsed.Events.Add(one);
                reader = ahead;
            }
            else
            {
                using var document = JsonDocument.ParseValue(ref reader);
                Add(parsed, document.RootElement, $"[{index}]", now, read);
            }
            index++;
        }
        // Nothing may follow.
        reader.Read();
        if (index == 0 && parsed.MustYield) throw new MalformedException("body", "at least one event is expected");
    }

    private static Parsed Lines(WebhookRequest request)
    {
        var parsed = new Parsed { MustYield = true };
        var rest = request.Body;
        for (var index = 0; !rest.IsEmpty; index++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.Trim(" \r\t"u8).IsEmpty) continue;
            try
            {
                using var document = Json.Document(line);
                Add(parsed, document.RootElement, $"[{index}]", request.Now, OwnEvent.Read);
            }
            catch (JsonException e)
            {
                parsed.Refuse(new MalformedException($"[{index}]", Keeping.Place(e)), line.Span);
            }
        }
        return parsed;
    }

    private static void Add(Parsed parsed, JsonElement one, string place, DateTimeOffset now, Func<JsonElement, DateTimeOffset, Events.CustomerEvent> read)
    {
        try
        {
            parsed.Events.Add(read(one, now));
        }
        catch (MalformedException e)
        {
            // A place alone names an event of the list; a field alone, the only one.
            var field = place.Length == 0 ? e.Field : e.Field.Length == 0 ? place : $"{place}.{e.Field}";
            parsed.Refuse(new MalformedException(field, e.Why), one.Raw());
        }
    }
}

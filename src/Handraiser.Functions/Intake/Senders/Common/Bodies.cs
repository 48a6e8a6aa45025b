using System.Text.Json;

namespace Handraiser.Functions.Intake.Senders.Common;

/// <summary>The two shapes of JSON bodies, with what is set aside when one event cannot be used.</summary>
internal static class Bodies
{
    /// <summary>A body that is one object.</summary>
    /// <exception cref="MalformedException">It is not an object.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static Parsed One(WebhookRequest request, Action<JsonElement, Parsed> read)
    {
        using var document = Json.Document(request.Body);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new MalformedException("body", "an object is expected");
        var parsed = new Parsed();
        try
        {
            read(document.RootElement, parsed);
        }
        catch (MalformedException e)
        {
            parsed.Refuse(e, request.Body.Span);
        }
        catch (InvalidOperationException)
        {
            parsed.Refuse(NotUnicode(""), request.Body.Span);
        }
        return parsed;
    }

    /// <summary>A list of objects; a lone object is a list of one. Each refused one is wrapped so that it is a body again.</summary>
    public static Parsed Many(JsonElement root, Action<JsonElement, Parsed> read, Func<byte[], byte[]> wrapped)
    {
        if (root.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) throw new MalformedException("body", "an event or a list of events is expected");
        var isList = root.ValueKind == JsonValueKind.Array;
        var parsed = new Parsed { MustYield = isList };
        var index = 0;
        foreach (var one in isList ? root.EnumerateArray() : new[] { root }.AsEnumerable())
        {
            var place = isList ? $"[{index++}]" : "";
            try
            {
                if (one.ValueKind != JsonValueKind.Object) throw new MalformedException("", "an event is an object");
                read(one, parsed);
            }
            catch (MalformedException e)
            {
                parsed.Refuse(new MalformedException(Joined(place, e.Field), e.Why), wrapped(one.Raw()));
            }
            catch (InvalidOperationException)
            {
                parsed.Refuse(NotUnicode(place), wrapped(one.Raw()));
            }
        }
        return parsed;
    }

    /// <summary>What a name or a text in JSON is that its reader throws InvalidOperationException for.</summary>
    private static MalformedException NotUnicode(string place) => new(place, "the text is not Unicode");

    private static string Joined(string place, string field) => place.Length == 0 ? field : field.Length == 0 ? place : $"{place}.{field}";
}

using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Handraiser.Functions.Intake;

/// <summary>Reading what senders tell, who differ in whether a number is a number and an absent field is absent, null or empty.</summary>
public static class Json
{
    /// <summary>Parses a body; a byte order mark before it is passed over.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonDocument Document(ReadOnlyMemory<byte> body) => JsonDocument.Parse(Bare(body));

    /// <summary>A body without the byte order mark before it.</summary>
    public static ReadOnlyMemory<byte> Bare(ReadOnlyMemory<byte> body) => body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;

    /// <summary>A text, or a number or truth as text; null when it is absent, null, empty, or an object.</summary>
    /// <exception cref="MalformedException">The text, or a name beside it, is not Unicode.</exception>
    public static string? Text(this JsonElement element, string name) => element.Part(name).AsText(name);

    /// <summary>The element itself as text.</summary>
    public static string? AsText(this JsonElement value, string field)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                try
                {
                    return value.GetString() is { Length: > 0 } text ? text : null;
                }
                catch (InvalidOperationException)
                {
                    throw new MalformedException(field, "the text is not Unicode");
                }
            case JsonValueKind.Number: return value.GetRawText();
            case JsonValueKind.True: return "true";
            case JsonValueKind.False: return "false";
            default: return null;
        }
    }

    /// <summary>A text that must be there.</summary>
    /// <exception cref="MalformedException">It is not.</exception>
    public static string Required(this JsonElement element, string name) => element.Text(name) ?? throw new MalformedException(name, "a text is expected");

    /// <summary>An object; an undefined element, whose fields are all absent, where it is not there.</summary>
    /// <exception cref="MalformedException">A name beside it is not Unicode.</exception>
    public static JsonElement Part(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedException(name, "a name beside it is not Unicode");
        }
    }

    /// <summary>The elements of a list; none where it is not there.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name)
    {
        var value = element.Part(name);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Empty<JsonElement>();
    }

    /// <summary>An amount, told as number or text; null when it is not one.</summary>
    public static decimal? Money(this JsonElement element, string name) =>
        decimal.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A whole number; null when it is not one.</summary>
    public static int? Whole(this JsonElement element, string name) =>
        element.Money(name) is { } value && value >= int.MinValue && value <= int.MaxValue && value == decimal.Truncate(value) ? (int)value : null;

    /// <summary>True or false, told as such or as text.</summary>
    public static bool? Truth(this JsonElement element, string name) => element.Text(name) switch
    {
        "true" or "True" or "1" => true,
        "false" or "False" or "0" => false,
        _ => null,
    };

    /// <summary>A time in ISO 8601, as UTC; null when it is not one.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) => Times.FromText(element.Text(name));

    /// <summary>The pairs whose values are known; null when none is.</summary>
    public static ImmutableDictionary<string, string>? Known(params ReadOnlySpan<(string Name, string? Value)> pairs)
    {
        var known = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (name, value) in pairs)
        {
            if (value is not null) known[name] = value;
        }
        return known.Count > 0 ? known.ToImmutable() : null;
    }

    /// <summary>The bytes of an element as they came, even where they are not Unicode.</summary>
    public static byte[] Raw(this JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();
}

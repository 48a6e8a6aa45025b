#nullable enable
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>
/// How values travel: JSON has no 64-bit numbers, moments, GUIDs or bytes, so these are strings beside an annotation of their type.
/// https://learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations
/// </summary>
internal static class EdmValue
{
    private const string MomentFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    private static readonly JsonEncodedText s_binary = JsonEncodedText.Encode("Edm.Binary");
    private static readonly JsonEncodedText s_dateTime = JsonEncodedText.Encode("Edm.DateTime");
    private static readonly JsonEncodedText s_double = JsonEncodedText.Encode("Edm.Double");
    private static readonly JsonEncodedText s_guid = JsonEncodedText.Encode("Edm.Guid");
    private static readonly JsonEncodedText s_int64 = JsonEncodedText.Encode("Edm.Int64");

    /// <summary>Writes a column; null writes nothing, since the service stores no nulls.</summary>
    /// <exception cref="NotSupportedException">The service has no such type, or a time is not in UTC.</exception>
    public static void Write(Utf8JsonWriter writer, in ColumnName name, object? value)
    {
        switch (value)
        {
            case null: break;
            case string text: writer.WriteString(name.Text, text); break;
            case bool truth: writer.WriteBoolean(name.Text, truth); break;
            case int number: writer.WriteNumber(name.Text, number); break;
            case long number: WriteInt64(writer, name, number); break;
            case double number: WriteDouble(writer, name, number); break;
            case DateTimeOffset moment: WriteMoment(writer, name, moment); break;
            case DateTime moment: WriteMoment(writer, name, InUtc(moment)); break;
            case Guid guid: WriteGuid(writer, name, guid); break;
            case byte[] bytes: WriteBinary(writer, name, bytes); break;
            case BinaryData data: WriteBinary(writer, name, data.ToMemory().Span); break;
            case Enum named: writer.WriteString(name.Text, named.ToString()); break;
            case float number: writer.WriteNumber(name.Text, number); break;
            case decimal number: writer.WriteNumber(name.Text, number); break;
            case short or ushort or byte or sbyte: writer.WriteNumber(name.Text, Convert.ToInt32(value, CultureInfo.InvariantCulture)); break;
            default: throw new NotSupportedException($"A column cannot hold {value.GetType()}.");
        }
    }

    public static void WriteInt64(Utf8JsonWriter writer, in ColumnName name, long value)
    {
        writer.WriteString(name.Type, s_int64);
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteString(name.Text, digits[..length]);
    }

    public static void WriteDouble(Utf8JsonWriter writer, in ColumnName name, double value)
    {
        writer.WriteString(name.Type, s_double);
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name.Text, value);
        }
        else
        {
            writer.WriteString(name.Text, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    public static void WriteGuid(Utf8JsonWriter writer, in ColumnName name, Guid value)
    {
        writer.WriteString(name.Type, s_guid);
        writer.WriteString(name.Text, value);
    }

    public static void WriteMoment(Utf8JsonWriter writer, in ColumnName name, DateTimeOffset value)
    {
        writer.WriteString(name.Type, s_dateTime);
        Span<char> text = stackalloc char[MomentFormat.Length];
        value.UtcDateTime.TryFormat(text, out var length, MomentFormat, CultureInfo.InvariantCulture);
        writer.WriteString(name.Text, text[..length]);
    }

    public static DateTimeOffset InUtc(DateTime value) => value.Kind == DateTimeKind.Utc
        ? new(value)
        : throw new NotSupportedException($"A time must be in UTC and {value:O} is {value.Kind}: see DateTime.SpecifyKind.");

    /// <summary>Reads a value whose annotation, if any, names its type.</summary>
    public static object? Read(ref Utf8JsonReader reader, string? type) => reader.TokenType switch
    {
        // The first branch keeps the compiler from widening every number to one type.
        JsonTokenType.Null => (object?)null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when type == "Edm.Double" => reader.GetDouble(),
        JsonTokenType.Number when reader.TryGetInt32(out var number) => number,
        JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String => type switch
        {
            "Edm.Binary" => reader.GetBytesFromBase64(),
            "Edm.DateTime" => reader.GetDateTimeOffset(),
            "Edm.Double" => ReadDouble(ref reader),
            "Edm.Guid" => reader.GetGuid(),
            "Edm.Int64" => ReadInt64(ref reader),
            _ => reader.GetString(),
        },
        _ => throw new JsonException("A column is neither text nor number nor truth value."),
    };

    /// <summary>Gives a text the type that an annotation named only afterwards.</summary>
    public static object? Retype(object? value, string type) => value is not string text ? value : type switch
    {
        "Edm.Binary" => (object)Convert.FromBase64String(text),
        "Edm.DateTime" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "Edm.Double" => double.Parse(text, CultureInfo.InvariantCulture),
        "Edm.Guid" => Guid.Parse(text),
        "Edm.Int64" => long.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    public static long ReadInt64(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
        ? reader.GetInt64()
        : long.Parse(reader.ValueSpan, CultureInfo.InvariantCulture);

    public static double ReadDouble(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
        ? reader.GetDouble()
        : double.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

    private static void WriteBinary(Utf8JsonWriter writer, in ColumnName name, ReadOnlySpan<byte> value)
    {
        writer.WriteString(name.Type, s_binary);
        writer.WriteBase64String(name.Text, value);
    }
}

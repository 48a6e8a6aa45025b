using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Handraiser.Functions.Intake.Senders.Common;

/// <summary>Form bodies, and the signature over address and sorted fields that Mandrill and Twilio share.</summary>
internal static class FormBody
{
    private const int MostFields = 1_000;

    /// <summary>The fields in the body's order; null when it is not a form.</summary>
    public static List<KeyValuePair<string, string>>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var fields = new List<KeyValuePair<string, string>>();
            using var reader = new FormReader(Encoding.UTF8.GetString(body.Span)) { ValueLengthLimit = BodyReader.MaxBytes, KeyLengthLimit = 2_048 };
            while (reader.ReadNextPair() is { } pair)
            {
                if (fields.Count == MostFields) return null;
                fields.Add(pair);
            }
            return fields;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The first value of a field.</summary>
    public static string? Value(this IEnumerable<KeyValuePair<string, string>> fields, string name)
    {
        foreach (var (key, value) in fields)
        {
            if (key == name) return value.Length > 0 ? value : null;
        }
        return null;
    }

    /// <summary>The signed text: the address, and each field's name and value, sorted by name.</summary>
    public static byte[] Signed(string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder(url);
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal)) text.Append(name).Append(value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

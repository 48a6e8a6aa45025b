using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Handraiser.Events;

/// <summary>
/// Many events as the text of one queue message: a format digit, then lines (<see cref="EventLines"/>, the quickest for mail events) or,
/// where those would be too long, Base64 of deflated JSON. Text, so that nothing on the way decodes it twice (host.json:
/// <c>messageEncoding</c> none). Every format ever released is read.
/// </summary>
public static class EventPack
{
    /// <summary>The longest text that Azure queues take, in bytes (64 KiB).</summary>
    public const int MaxBytes = 64 * 1024;

    private const char Deflated = '1';
    private const char Lines = '2';

    /// <summary>The events as the text of one message. It may be longer than <see cref="MaxBytes"/>: then split, or store it as a blob.</summary>
    public static string Write(ReadOnlySpan<CustomerEvent> events)
    {
        var lines = EventLines.Write(Lines, events);
        return Encoding.UTF8.GetByteCount(lines) <= MaxBytes ? lines : Deflate(events);
    }

    private static string Deflate(ReadOnlySpan<CustomerEvent> events)
    {
        using var packed = new MemoryStream(16 * 1024);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new Utf8JsonWriter(deflate))
        {
            writer.WriteStartArray();
            foreach (var one in events) JsonSerializer.Serialize(writer, one, EventJson.One);
            writer.WriteEndArray();
        }
        return string.Concat(Deflated.ToString(), Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length));
    }

    /// <summary>The events of one message.</summary>
    /// <exception cref="FormatException">The text is not a pack of events.</exception>
    public static CustomerEvent[] Read(string text)
    {
        if (text.StartsWith(Lines)) return ReadLines(text);
        if (text.Length == 0 || text[0] != Deflated) throw new FormatException("A pack of events begins with its format digit; this one is not known.");
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            if (!Convert.TryFromBase64Chars(text.AsSpan(1), bytes, out var length)) throw new FormatException("A pack of events is Base64 after its format digit.");
            using var packed = new MemoryStream(bytes, 0, length, writable: false);
            using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
            return JsonSerializer.Deserialize(inflate, EventJson.Many) ?? throw new FormatException("A pack of events holds a list, not null.");
        }
        catch (JsonException e)
        {
            // Not chained: a JSON error quotes the text, which is personal, and failures are logged.
            throw new FormatException($"A pack of events holds JSON; line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1} is not.");
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"A pack of events is deflated: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static CustomerEvent[] ReadLines(string text)
    {
        try
        {
            return EventLines.Read(text.AsSpan(1));
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException)
        {
            throw new FormatException($"A pack of events holds something else: {e.Message}", e);
        }
    }
}

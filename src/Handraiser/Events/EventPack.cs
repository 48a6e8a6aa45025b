using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Handraiser.Events;

/// <summary>One event of a batch of lines.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Line">Its place there.</param>
public readonly record struct PackedEvent(LineBatch Batch, int Line);

/// <summary>
/// Many events as the text of one queue message: a format digit, then lines, or Base64 of those deflated where they would be too long.
/// Text, so that nothing on the way decodes it twice (host.json: <c>messageEncoding</c> none). Every format ever released is read.
/// </summary>
public static class EventPack
{
    /// <summary>The longest text that Azure queues take, in bytes (64 KiB).</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Lines longer than this, in bytes, are deflated: a third of them is left, which the queue, the wire and whoever waits for its turn need not carry.</summary>
    private const int WorthDeflating = 4 * 1024;

    private const char DeflatedJson = '1';
    private const char FirstForm = '2';
    private const char Lines = '3';
    private const char DeflatedLines = '4';

    /// <summary>The events as the text of one message. It may be longer than <see cref="MaxBytes"/>: then split, or store it as a blob.</summary>
    /// <param name="events">The events.</param>
    /// <param name="origins">What brought them, for whoever follows a message on its way: printable ASCII without marks; null for nothing to tell.</param>
    public static string Write(ReadOnlySpan<PackedEvent> events, string? origins = null)
    {
        using var lines = LinePack.Write(Lines, events, origins);
        return lines.Length <= WorthDeflating ? Encoding.UTF8.GetString(lines.Written) : Deflate(lines.Written);
    }

    /// <summary>The same for events that stand in no batch.</summary>
    public static string Write(ReadOnlySpan<CustomerEvent> events)
    {
        using var batch = new LineBatch();
        var packed = new PackedEvent[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            EventLines.Write(batch, events[i]);
            batch.End(0);
            packed[i] = new PackedEvent(batch, i);
        }
        return Write(packed);
    }

    /// <summary>The events of a batch, in its order.</summary>
    public static CustomerEvent[] Read(LineBatch batch) =>
        Read(Write([.. Enumerable.Range(0, batch.Count).Select(line => new PackedEvent(batch, line))]));

    /// <summary>Whether the text begins with a format digit that only a newer version can have written.</summary>
    public static bool IsOfNewerVersion(string text) => text.Length > 0 && text[0] is > DeflatedLines and <= '9';

    /// <summary>The events of one message.</summary>
    /// <exception cref="FormatException">The text is not a pack of events.</exception>
    public static CustomerEvent[] Read(string text) => Read(text, out _);

    /// <summary>The events of one message, and what brought them where that was told.</summary>
    /// <exception cref="FormatException">The text is not a pack of events.</exception>
    public static CustomerEvent[] Read(string text, out string? origins)
    {
        origins = null;
        try
        {
            return text.Length == 0 ? throw Unknown() : text[0] switch
            {
                DeflatedJson => Inflated(text, static bytes => JsonSerializer.Deserialize(bytes, EventJson.Many)) ?? throw new FormatException("A pack of events holds a list, not null."),
                FirstForm => FirstLines.Read(text.AsSpan(1)),
                Lines or DeflatedLines => Told(OfLines(text, static lines => (LinePack.Read(lines, out var told), told)), out origins),
                _ => throw Unknown(),
            };
        }
        catch (JsonException e)
        {
            // Not chained: a JSON error quotes the text, which is personal, and failures are logged.
            throw new FormatException($"A pack of events holds JSON; line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1} is not.");
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormatException("A pack of events holds a moment that is none.");
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"A pack of events is deflated: {e.Message}", e);
        }
    }

    /// <summary>
    /// The first event of a message and what brought it, without reading the others. Null where that takes reading all, as of the older
    /// formats, or where the text is no pack of events, which <see cref="Read(string, out string?)"/> says.
    /// </summary>
    public static CustomerEvent? First(string text, out string? origins)
    {
        origins = null;
        if (!text.StartsWith(Lines) && !text.StartsWith(DeflatedLines)) return null;
        try
        {
            (var first, origins) = OfLines(text, static lines => (LinePack.Read(lines, out _, most: 1), LinePack.OriginsOf(lines)));
            return first is [var one] ? one : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Reads the fields of one line, by their letters.</summary>
    internal static void Fields(ReadOnlySpan<char> line, string?[] told, FieldValue value)
    {
        // Every field begins with a tab, the first one too.
        if (line.Length < 2 || line[0] != '\t') throw new FormatException("A packed event begins with a field.");
        var fields = line[1..];
        foreach (var range in fields.Split('\t'))
        {
            var field = fields[range];
            if (field.IsEmpty || field[0] >= told.Length) throw new FormatException("A packed event has a field without a name.");
            told[field[0]] = value(field[0], field[1..]);
        }
    }

    private static string Deflate(ReadOnlySpan<byte> lines)
    {
        using var packed = new MemoryStream(8 * 1024);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(lines);
        return string.Concat(DeflatedLines.ToString(), Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length));
    }

    /// <summary>Reads lines, deflated or not; nothing of them outlives the reading but what it makes of them.</summary>
    private static T OfLines<T>(string text, Reading<char, T> read) => text[0] == Lines ? read(text.AsSpan(1)) : Inflated(text, bytes =>
    {
        var chars = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            return read(chars.AsSpan(1, Encoding.UTF8.GetChars(bytes, chars) - 1));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    });

    private static CustomerEvent[] Told((CustomerEvent[] Events, string? Origins) read, out string? origins)
    {
        origins = read.Origins;
        return read.Events;
    }

    private static T Inflated<T>(string text, Reading<byte, T> read)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            if (!Convert.TryFromBase64Chars(text.AsSpan(1), bytes, out var length)) throw new FormatException("A pack of events is Base64 after its format digit.");
            using var packed = new MemoryStream(bytes, 0, length, writable: false);
            using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
            using var whole = new PooledText(length * 4);
            while (inflate.Read(whole.Room(length)) is > 0 and var more) whole.Grow(more);
            return read(whole.Written);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static FormatException Unknown() => new("A pack of events begins with its format digit; this one is not known.");
}

/// <summary>What a field of a line says.</summary>
internal delegate string FieldValue(char field, ReadOnlySpan<char> told);

/// <summary>Makes something of what was read.</summary>
internal delegate TResult Reading<T, out TResult>(ReadOnlySpan<T> read);

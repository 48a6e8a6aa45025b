using System.Text;

namespace Handraiser.Events;

/// <summary>
/// Lines of one batch or of several as one text (format 3): before the first line that refers to a value stands a line with the reference and
/// the value, and before the lines of another batch one with the fields that all of them have. A last such line, which no event follows,
/// may tell what brought the message; readers that do not know its letter pass over it.
/// </summary>
internal static class LinePack
{
    private const int AboutOne = 256;
    private const char All = '!';

    /// <summary>The lines in their order, after the format digit: UTF-8, to be disposed of by the caller.</summary>
    public static PooledText Write(char format, ReadOnlySpan<PackedEvent> events, string? origins = null)
    {
        var text = new PooledText(AboutOne * (events.Length + 1));
        // By number, whose value was told last: batches number their values each for itself.
        var owners = new LineBatch?[MostValues(events)];
        text.Append([(byte)format]);
        Span<byte> reference = stackalloc byte[LineText.ReferenceLength];
        LineBatch? before = null;
        foreach (var (batch, line) in events)
        {
            if (batch != before) Begin(text, batch, before);
            before = batch;
            foreach (var number in batch.References(line))
            {
                if (owners[number] == batch) continue;
                owners[number] = batch;
                LineText.Refer(number, reference);
                text.Append("\n"u8);
                text.Append(reference);
                text.Append(batch.Values[number]);
            }
            text.Append("\n"u8);
            text.Append(batch.Text(line));
        }
        if (origins is not null) text.Append(Encoding.ASCII.GetBytes($"\n{All}\t{EventLines.Origins}{origins}"));
        return text;
    }

    /// <summary>The events, or the first so many of them, and what the last line told that was read.</summary>
    /// <exception cref="FormatException">The text, without its format digit, is not made by <see cref="Write"/>.</exception>
    public static CustomerEvent[] Read(ReadOnlySpan<char> text, out string? origins, int most = int.MaxValue)
    {
        origins = null;
        if (text.IsEmpty) return [];
        var events = new List<CustomerEvent>();
        string?[] values = [];
        var told = new string?[128];
        var common = new string?[128];
        FieldValue read = Value;
        var lines = text[1..];
        foreach (var range in lines.Split('\n'))
        {
            if (events.Count == most) break;
            var line = lines[range];
            if (line.StartsWith(LineText.Reference))
            {
                var number = Referred(line[..Math.Min(line.Length, LineText.ReferenceLength)]);
                if (number >= values.Length) Array.Resize(ref values, Math.Max(number + 1, (values.Length * 2) + 16));
                values[number] = LineText.Value(line[LineText.ReferenceLength..]);
                continue;
            }
            if (line.StartsWith(All))
            {
                Array.Clear(common);
                if (line.Length > 1) EventPack.Fields(line[1..], common, read);
                continue;
            }
            common.CopyTo(told);
            EventPack.Fields(line, told, read);
            events.Add(EventLines.Read(told, EventLines.When(told), EventLines.Moment(EventLines.Needed(told, EventLines.Received))));
        }
        origins = common[EventLines.Origins];
        return [.. events];

        string Value(char field, ReadOnlySpan<char> value) => value.StartsWith(LineText.Reference)
            ? values.ElementAtOrDefault(Referred(value)) ?? throw new FormatException("A packed event refers to a value that was not told.")
            : LineText.Value(value);
    }

    /// <summary>What the last line tells of what brought the message; null for nothing.</summary>
    /// <exception cref="FormatException">The text is not made by <see cref="Write"/>.</exception>
    public static string? OriginsOf(ReadOnlySpan<char> text)
    {
        var last = text[(text.LastIndexOf('\n') + 1)..];
        if (last.Length < 2 || last[0] != All) return null;
        var told = new string?[128];
        EventPack.Fields(last[1..], told, static (_, value) => value.ToString());
        return told[EventLines.Origins];
    }

    private static void Begin(PooledText text, LineBatch batch, LineBatch? before)
    {
        var common = batch.Common;
        if (common.Length == 0 && (before is null || before.Common.Length == 0)) return;
        text.Append("\n!"u8);
        text.Append(Encoding.ASCII.GetBytes(common));
    }

    private static int MostValues(ReadOnlySpan<PackedEvent> events)
    {
        var most = 0;
        foreach (var (batch, _) in events) most = Math.Max(most, batch.Values.Count);
        return most;
    }

    private static int Referred(ReadOnlySpan<char> told) =>
        LineText.Referred(told) is >= 0 and var number ? number : throw new FormatException("A packed event has a reference that is none.");
}

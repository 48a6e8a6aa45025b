using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace Handraiser.Events;

/// <summary>
/// Events as lines of text, gathered from one body and not yet parted into messages. A field is a letter and its value; a value that is
/// likely to come again is named by its number. Which letters an event has is <see cref="EventLines"/>' to know. Not for several threads
/// while it grows; its buffer goes back to the pool when it is disposed of.
/// </summary>
/// <param name="expected">About how many bytes the lines will have.</param>
public sealed class LineBatch(int expected = 1024) : IDisposable
{
    /// <summary>Text of so many characters, as nearly all is, is turned into bytes beside the batch.</summary>
    private const int Short = 256;

    private readonly List<Line> lines = [];
    private readonly List<int> references = [];
    private readonly PooledText text = new(expected);
    private readonly StringBuilder always = new();

    /// <summary>How many events.</summary>
    public int Count => lines.Count;

    internal LineValues Values { get; } = new();

    /// <summary>The bucket of the customer of an event.</summary>
    public int Bucket(int line) => lines[line].Bucket;

    /// <summary>Ends the line of one event, whose fields were told since the last one ended.</summary>
    /// <param name="bucket">The bucket of the customer.</param>
    public void End(int bucket)
    {
        lines.Add(new Line(text.Length, references.Count, bucket));
    }

    /// <summary>A field with the value of this number.</summary>
    private void Refer(char field, int number)
    {
        var room = text.Room(LineText.ReferenceLength + 2);
        room[1] = (byte)field;
        room[0] = (byte)'\t';
        LineText.Refer(number, room[2..]);
        text.Grow(LineText.ReferenceLength + 2);
        references.Add(number);
    }

    /// <summary>What every line of the batch has, as it stands in a message.</summary>
    internal string Common => always.ToString();

    /// <summary>A field that every event of the batch has, unless its line tells another; printable ASCII without marks.</summary>
    public void Always(char field, string value) => always.Append('\t').Append(field).Append(value);

    /// <summary>A field whose value is likely to come again; an empty one is not told.</summary>
    public void Kept(char field, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        if (!LineText.IsPlain(value)) value = LineText.Escaped(Encoding.UTF8.GetString(value));
        KeptAsItStands(field, value);
    }

    /// <summary>A field whose value is likely to come again; one that is null is not told.</summary>
    public void Kept(char field, string? value)
    {
        if (value is null) return;
        Span<byte> plain = stackalloc byte[Short];
        if (value.Length <= Short && LineText.IsPlain(value)) KeptAsItStands(field, plain[..Encoding.ASCII.GetBytes(value, plain)]);
        else KeptAsItStands(field, LineText.Escaped(value));
    }

    /// <summary>A field of UTF-8 text; an empty one is not told.</summary>
    /// <param name="field">Its letter.</param>
    /// <param name="value">The value.</param>
    /// <param name="prefix">What stands before the value: printable ASCII without marks.</param>
    public void Plain(char field, ReadOnlySpan<byte> value, ReadOnlySpan<byte> prefix = default)
    {
        if (value.IsEmpty) return;
        if (!LineText.IsPlain(value)) value = LineText.Escaped(Encoding.UTF8.GetString(value));
        PlainAsItStands(field, prefix, value);
    }

    /// <summary>A field of text; one that is null is not told.</summary>
    public void Plain(char field, string? value)
    {
        if (value is null) return;
        Span<byte> plain = stackalloc byte[Short];
        if (value.Length <= Short && LineText.IsPlain(value)) PlainAsItStands(field, default, plain[..Encoding.ASCII.GetBytes(value, plain)]);
        else PlainAsItStands(field, default, LineText.Escaped(value));
    }

    /// <summary>A field that is a number.</summary>
    public void Number(char field, long value)
    {
        var room = text.Room(24);
        room[0] = (byte)'\t';
        room[1] = (byte)field;
        Utf8Formatter.TryFormat(value, room[2..], out var written);
        text.Grow(2 + written);
    }

    /// <inheritdoc/>
    public void Dispose() => text.Dispose();

    internal ReadOnlySpan<byte> Text(int line) => text.Written[(line == 0 ? 0 : lines[line - 1].End)..lines[line].End];

    /// <summary>The numbers of the values that a line refers to.</summary>
    internal ReadOnlySpan<int> References(int line) => CollectionsMarshal.AsSpan(references)[(line == 0 ? 0 : lines[line - 1].References)..lines[line].References];

    private void KeptAsItStands(char field, ReadOnlySpan<byte> value)
    {
        var number = Values.Number(value);
        if (number >= 0) Refer(field, number);
        else PlainAsItStands(field, default, value);
    }

    private void PlainAsItStands(char field, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> value)
    {
        var room = text.Room(2 + prefix.Length + value.Length);
        room[0] = (byte)'\t';
        room[1] = (byte)field;
        prefix.CopyTo(room[2..]);
        value.CopyTo(room[(2 + prefix.Length)..]);
        text.Grow(2 + prefix.Length + value.Length);
    }

    /// <summary>Where the text and the references of a line end; they begin where those of the one before end.</summary>
    private readonly record struct Line(int End, int References, int Bucket);
}

using System.Text;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>
/// Looks at the body of a transaction as it is written, and copies nothing that it need not: what is measured is not to pay for the measuring.
/// A body comes in one piece.
/// </summary>
/// <param name="keeps">Whether its text is wanted.</param>
internal sealed class SeenBody(bool keeps) : Stream
{
    /// <summary>How many rows it writes.</summary>
    public int Rows { get; private set; }

    /// <summary>The table, by the address of its first row.</summary>
    public string Table { get; private set; } = "";

    /// <summary>All of it, where it is wanted.</summary>
    public string Text { get; private set; } = "";

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Rows += buffer.Count("application/http"u8);
        if (Table.Length == 0) Table = TableOf(buffer);
        if (keeps) Text += Encoding.UTF8.GetString(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static string TableOf(ReadOnlySpan<byte> body)
    {
        var line = body[..body.IndexOf(" HTTP/1.1"u8)];
        // A new row is posted to the table, every other action to the row.
        var row = line.IndexOf("(PartitionKey"u8);
        var name = row < 0 ? line : line[..row];
        return Encoding.UTF8.GetString(name[(name.LastIndexOf((byte)'/') + 1)..]);
    }
}

#nullable enable
using System.Buffers;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>A request body in a rented buffer, which a retry can send again.</summary>
internal sealed class PooledContent : RequestContent, IBufferWriter<byte>
{
    private const int InitialSize = 4 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>
    /// Gives the buffer back. Only for a request that succeeded: after a failure or a cancellation a socket may still be reading
    /// from it, and then the garbage collector takes it.
    /// </summary>
    public void Recycle()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_length);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    public void Append(string ascii) => Advance(Encoding.ASCII.GetBytes(ascii, GetSpan(ascii.Length)));

    public override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    public override void WriteTo(Stream stream, CancellationToken cancellation) => stream.Write(_buffer, 0, _length);

    public override Task WriteToAsync(Stream stream, CancellationToken cancellation) => stream.WriteAsync(_buffer, 0, _length, cancellation);

    public override void Dispose()
    {
        // See Recycle: being disposed says nothing of whether the bytes are still in use.
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - _length >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + size));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

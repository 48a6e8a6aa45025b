using System.Buffers;

namespace Handraiser.Events;

/// <summary>UTF-8 while it grows, in a rented buffer.</summary>
internal sealed class PooledText(int expected) : IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(expected);

    public int Length { get; private set; }

    /// <summary>Room for so many bytes more, which count once they are told to <see cref="Grow"/>.</summary>
    public Span<byte> Room(int needed)
    {
        if (bytes.Length - Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Length + needed));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
        return bytes.AsSpan(Length);
    }

    public void Grow(int written) => Length += written;

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Dispose()
    {
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        Length = 0;
    }
}

namespace System.IO.Hashing;

/// <summary>A hash that is fed piece by piece and guards against accidents, not against people.</summary>
public abstract class NonCryptographicHashAlgorithm
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>A hash of the given length.</summary>
    protected NonCryptographicHashAlgorithm(int hashLengthInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hashLengthInBytes, 1);
        HashLengthInBytes = hashLengthInBytes;
    }

    /// <summary>The length of the hash in bytes.</summary>
    public int HashLengthInBytes { get; }

    /// <summary>Adds bytes to what has been hashed so far.</summary>
    public abstract void Append(ReadOnlySpan<byte> source);

    /// <summary>Forgets all that was hashed.</summary>
    public abstract void Reset();

    /// <summary>Adds bytes to what has been hashed so far.</summary>
    public void Append(byte[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Append(new ReadOnlySpan<byte>(source));
    }

    /// <summary>Adds the rest of a stream.</summary>
    public void Append(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var chunk = new byte[ChunkSize];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            Append(chunk.AsSpan(0, read));
        }
    }

    /// <summary>Adds the rest of a stream.</summary>
    public async Task AppendAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var chunk = new byte[ChunkSize];
        for (int read; (read = await stream.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            Append(chunk.AsSpan(0, read));
        }
    }

    /// <summary>The hash of what was added so far; adding may go on.</summary>
    public byte[] GetCurrentHash()
    {
        var hash = new byte[HashLengthInBytes];
        GetCurrentHashCore(hash);
        return hash;
    }

    /// <summary>Writes the hash of what was added so far, and returns its length.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int GetCurrentHash(Span<byte> destination)
    {
        if (destination.Length < HashLengthInBytes)
        {
            throw new ArgumentException("The destination is shorter than the hash.", nameof(destination));
        }

        GetCurrentHashCore(destination[..HashLengthInBytes]);
        return HashLengthInBytes;
    }

    /// <summary>Writes the hash into a destination of exactly its length.</summary>
    protected abstract void GetCurrentHashCore(Span<byte> destination);
}

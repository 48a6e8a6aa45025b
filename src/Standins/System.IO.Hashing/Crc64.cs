using System.Buffers.Binary;

namespace System.IO.Hashing;

/// <summary>The CRC-64 of ECMA-182: polynomial 42F0E1EBA9EA3693, not reflected, starting from zero, written big-endian.</summary>
public sealed class Crc64 : NonCryptographicHashAlgorithm
{
    private const ulong Polynomial = 0x42F0E1EBA9EA3693;

    private static readonly ulong[] s_table = CreateTable();

    private ulong _crc;

    /// <summary>A CRC over nothing yet.</summary>
    public Crc64() : base(sizeof(ulong))
    {
    }

    /// <summary>The CRC of the bytes, big-endian.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> source)
    {
        var hash = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(hash, HashToUInt64(source));
        return hash;
    }

    /// <summary>The CRC of the bytes.</summary>
    public static ulong HashToUInt64(ReadOnlySpan<byte> source) => Update(0, source);

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> source) => _crc = Update(_crc, source);

    /// <inheritdoc/>
    public override void Reset() => _crc = 0;

    /// <inheritdoc/>
    protected override void GetCurrentHashCore(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, _crc);

    private static ulong Update(ulong crc, ReadOnlySpan<byte> source)
    {
        foreach (var value in source)
        {
            crc = s_table[(byte)(crc >> 56) ^ value] ^ (crc << 8);
        }

        return crc;
    }

    private static ulong[] CreateTable()
    {
        var table = new ulong[256];
        for (var index = 0; index < table.Length; index++)
        {
            var value = (ulong)index << 56;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 63) == 0 ? value << 1 : (value << 1) ^ Polynomial;
            }

            table[index] = value;
        }

        return table;
    }
}

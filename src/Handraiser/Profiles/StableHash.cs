using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Handraiser.Profiles;

/// <summary>
/// Hashes that stay the same on every machine and in every version: for ids, for remembering events in eight bytes, and for jitter and
/// holdouts that a replay repeats. Not a secret and not a signature.
/// </summary>
public static class StableHash
{
    /// <summary>A 64-bit hash of the parts; the parts are kept apart, so that ("ab", "c") differs from ("a", "bc").</summary>
    public static ulong Of(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Fill(parts, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>
    /// A 64-bit hash of an event's id, for telling the few hundred events of one customer apart: as quick as it gets (multiply and fold, four
    /// characters at a time), since every event needs it. Whoever makes ids that collide hides their own events.
    /// </summary>
    public static ulong OfEvent(ReadOnlySpan<char> id)
    {
        const ulong First = 0x9E3779B97F4A7C15;
        const ulong Second = 0xD6E8FEB86659FD93;
        var bytes = MemoryMarshal.AsBytes(id);
        var hash = (ulong)bytes.Length * First;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) hash = Folded(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ First, Second);
        var rest = 0UL;
        foreach (var one in bytes) rest = (rest << 8) | one;
        return Folded(hash ^ rest ^ Second, First);

        static ulong Folded(ulong a, ulong b) => Math.BigMul(a, b, out var low) ^ low;
    }

    /// <summary>A 128-bit hash of the parts as 32 lower-case hexadecimal digits: an id that a replay gives again.</summary>
    public static string Id(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Fill(parts, hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    /// <summary>A number in [0, 1) that follows from the parts alone.</summary>
    public static double Unit(params ReadOnlySpan<string> parts) => (Of(parts) >> 11) * (1.0 / (1UL << 53));

    private static void Fill(ReadOnlySpan<string> parts, Span<byte> hash)
    {
        var most = 0;
        foreach (var part in parts) most += Encoding.UTF8.GetMaxByteCount(part.Length) + 1;
        Span<byte> bytes = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        var length = 0;
        foreach (var part in parts)
        {
            length += Encoding.UTF8.GetBytes(part, bytes[length..]);
            bytes[length++] = 0;
        }
        SHA256.HashData(bytes[..length], hash);
    }
}

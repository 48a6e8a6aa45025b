using System.Runtime.InteropServices;

namespace Handraiser.Events;

/// <summary>A hash for tables in memory: quick, and not the same in every version, so nothing that is kept may rest on it.</summary>
public static class QuickHash
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    /// <summary>A hash of all the bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Odd;
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(bytes)) hash = Stir(hash ^ eight);
        var rest = 0UL;
        foreach (var one in bytes[(bytes.Length & ~7)..]) rest = (rest << 8) | one;
        return Stir(hash ^ rest);
    }

    private static ulong Stir(ulong hash)
    {
        hash *= Odd;
        return hash ^ (hash >> 32);
    }
}

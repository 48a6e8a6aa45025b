using System.Numerics;
using System.Runtime.CompilerServices;

namespace Handraiser.Segments;

/// <summary>A set of segments, by their index in <see cref="SegmentSet.Paths"/>; a value, so that evaluating allocates nothing.</summary>
public struct SegmentBits : IEquatable<SegmentBits>
{
    /// <summary>The most segments that a playbook may have.</summary>
    public const int Capacity = 512;

    private Words words;

    /// <summary>Whether a segment is in the set.</summary>
    /// <param name="segment">From 0 to <see cref="Capacity"/> - 1.</param>
    public bool this[int segment]
    {
        readonly get => (words[segment >> 6] & (1UL << segment)) != 0;
        set
        {
            if (value) words[segment >> 6] |= 1UL << segment;
            else words[segment >> 6] &= ~(1UL << segment);
        }
    }

    /// <summary>The segments that hold, and the first moment at which that of any may be otherwise.</summary>
    internal static (SegmentBits In, Held Steady) Of(ReadOnlySpan<Held> segments)
    {
        var (bits, steady) = (default(SegmentBits), Held.Always);
        for (var word = 0; !segments.IsEmpty; word++)
        {
            var part = segments[..Math.Min(64, segments.Length)];
            var found = 0UL;
            for (var i = 0; i < part.Length; i++)
            {
                found |= (part[i].Is ? 1UL : 0) << i;
                steady = steady.And(part[i].Lasting);
            }
            bits.words[word] = found;
            segments = segments[part.Length..];
        }
        return (bits, steady);
    }

    /// <summary>The first segment in the set from a place on; -1 when there is none.</summary>
    internal readonly int Next(int from)
    {
        for (var word = from >> 6; word < Capacity / 64; word++)
        {
            var rest = words[word] & (word == from >> 6 ? ulong.MaxValue << from : ulong.MaxValue);
            if (rest != 0) return (word << 6) + BitOperations.TrailingZeroCount(rest);
        }
        return -1;
    }

    /// <summary>Puts all of another set, which has none from <paramref name="bound"/> on, into this one.</summary>
    internal void Add(in SegmentBits other, int bound)
    {
        for (var i = 0; i << 6 < bound; i++) words[i] |= other.words[i];
    }

    /// <summary>How many segments are in the set.</summary>
    public readonly int Count
    {
        get
        {
            var count = 0;
            foreach (var word in words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>How many segments are in one of two sets only.</summary>
    internal readonly int CountOfDifferent(SegmentBits other)
    {
        var count = 0;
        for (var i = 0; i < Capacity / 64; i++) count += BitOperations.PopCount(words[i] ^ other.words[i]);
        return count;
    }

    /// <inheritdoc/>
    public readonly bool Equals(SegmentBits other) => ((ReadOnlySpan<ulong>)words).SequenceEqual(other.words);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is SegmentBits other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in words) hash.Add(word);
        return hash.ToHashCode();
    }

    /// <summary>The same segments.</summary>
    public static bool operator ==(SegmentBits left, SegmentBits right) => left.Equals(right);

    /// <summary>Not the same segments.</summary>
    public static bool operator !=(SegmentBits left, SegmentBits right) => !left.Equals(right);

    [InlineArray(Capacity / 64)]
    private struct Words
    {
        private ulong first;
    }
}

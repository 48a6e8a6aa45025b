using System.Numerics;

namespace Handraiser.Segments;

/// <summary>Which segments read what, found by what has changed: of hundreds of segments an event concerns a few, and the others are not asked.</summary>
internal sealed class Readers
{
    private readonly SegmentBits[] ofTraces = new SegmentBits[64];
    private readonly SegmentBits[] ofSegments = new SegmentBits[64];
    private readonly SegmentBits[] ofFacts = new SegmentBits[8];
    private readonly SegmentBits all;
    private readonly int count;

    /// <param name="reads">What each segment reads.</param>
    public Readers(ReadOnlySpan<Inputs> reads)
    {
        var everyone = default(SegmentBits);
        count = reads.Length;
        for (var i = 0; i < reads.Length; i++)
        {
            everyone[i] = true;
            Note(ofTraces, reads[i].Traces, i);
            Note(ofSegments, reads[i].Segments, i);
            Note(ofFacts, (ulong)reads[i].Facts, i);
        }
        all = everyone;
    }

    /// <summary>The segments that read any of these.</summary>
    public SegmentBits Of(Inputs changed)
    {
        if (changed == Inputs.All) return all;
        var found = default(SegmentBits);
        Add(ref found, ofTraces, changed.Traces);
        Add(ref found, ofSegments, changed.Segments);
        Add(ref found, ofFacts, (ulong)changed.Facts);
        return found;
    }

    /// <summary>Puts those that read one of the segments among others.</summary>
    public void AddOf(int segment, ref SegmentBits others) => others.Add(ofSegments[segment & 63], count);

    private static void Note(SegmentBits[] readers, ulong bits, int segment)
    {
        for (; bits != 0; bits &= bits - 1) readers[BitOperations.TrailingZeroCount(bits)][segment] = true;
    }

    private void Add(ref SegmentBits found, SegmentBits[] readers, ulong bits)
    {
        for (; bits != 0; bits &= bits - 1) found.Add(readers[BitOperations.TrailingZeroCount(bits)], count);
    }
}

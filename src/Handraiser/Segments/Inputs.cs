namespace Handraiser.Segments;

/// <summary>The parts of a profile that conditions read, traces aside.</summary>
[Flags]
internal enum Facts : byte
{
    None = 0,
    Interests = 1,
    Score = 2,
    Rhythm = 4,
    Person = 8,
    Email = 16,
    Answers = 32,
    FirstFact = 64,
    All = 127,
}

/// <summary>
/// What a segment is judged by, or what has changed of it: where the two have nothing in common, the segment is what it was. One bit each;
/// beyond 64 traces or segments some share one, so that now and then one is judged in vain.
/// </summary>
internal readonly record struct Inputs(ulong Traces, ulong Segments, Facts Facts)
{
    public static Inputs All => new(ulong.MaxValue, ulong.MaxValue, Facts.All);

    public static Inputs Trace(int slot) => new(1UL << slot, 0, Facts.None);

    public static Inputs Segment(int place) => new(0, 1UL << place, Facts.None);

    public static Inputs Of(Facts facts) => new(0, 0, facts);

    public static Inputs operator |(Inputs one, Inputs other) => new(one.Traces | other.Traces, one.Segments | other.Segments, one.Facts | other.Facts);
}

namespace Handraiser.Segments;

/// <summary>
/// What is remembered of one customer so that it need not be worked out again. A mere memory: without it, or with that of another state of
/// the profile, the answers are the same. All states of a profile may share one; whoever uses it takes it, and who finds it taken does without.
/// </summary>
/// <param name="segments">By which segments. It is taken by whoever makes it.</param>
internal abstract class Memory(SegmentSet segments)
{
    private int taken = 1;

    /// <summary>The segments that it is about.</summary>
    public SegmentSet By => segments;

    /// <summary>Takes it, if it is about these segments and nobody else has it.</summary>
    public bool IsTaken(SegmentSet by) => by == segments && Interlocked.Exchange(ref taken, 1) == 0;

    /// <summary>Gives it back.</summary>
    public void GiveBack() => Volatile.Write(ref taken, 0);
}

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>What one workload cost and yielded.</summary>
/// <param name="Events">How many events.</param>
/// <param name="AcceptedPerSecond">Events acknowledged a second, while all connections were busy.</param>
/// <param name="ProcessedPerSecond">Events in effect a second, from the first post to the last write.</param>
/// <param name="CallsPerEvent">Storage calls an event, of all kinds.</param>
/// <param name="CallsByKind">The same by kind.</param>
/// <param name="CpuMsPerEvent">Processor time of the host an event, in milliseconds.</param>
/// <param name="AzuriteCpuMsPerEvent">That of the storage emulator.</param>
/// <param name="PeakMemoryMb">Resident memory of the host at its highest so far.</param>
/// <param name="RowsPerEvent">Rows of transactions an event; 0 where the calls were not kept.</param>
/// <param name="BytesPerEvent">Bytes sent to storage an event; 0 where the calls were not kept.</param>
/// <param name="ShareOfWall">The speed as a share of the bare replay's; 0 where it was not replayed.</param>
internal sealed record LoadFigures(
    int Events, double AcceptedPerSecond, double ProcessedPerSecond, double CallsPerEvent, IReadOnlyDictionary<string, double> CallsByKind,
    double CpuMsPerEvent, double AzuriteCpuMsPerEvent, double PeakMemoryMb, double RowsPerEvent, double BytesPerEvent, double ShareOfWall)
{
    /// <summary>One line of it, for whoever watches.</summary>
    public override string ToString() =>
        $"{Events:N0} events, {AcceptedPerSecond:N0} accepted/s, {ProcessedPerSecond:N0} processed/s, {CallsPerEvent:0.000} calls an event ({string.Join(", ", CallsByKind.Where(k => k.Value >= 0.0005).Select(k => $"{k.Key} {k.Value:0.000}"))}), CPU {CpuMsPerEvent:0.000} + {AzuriteCpuMsPerEvent:0.000} ms, {PeakMemoryMb:N0} MB{(ShareOfWall > 0 ? $", {RowsPerEvent:0.000} rows and {BytesPerEvent:N0} bytes an event, {ShareOfWall:P0} of the wall" : "")}";
}

/// <summary>What one pipeline did in one round.</summary>
/// <param name="Batches">1,000 events a post, warm: workload (b).</param>
/// <param name="Singles">One event a post: workload (a).</param>
/// <param name="Cold">Customers new to the instance, one event each; null for the textbook, which keeps nothing in memory.</param>
/// <param name="FourHosts">Four processes on one storage; null for the textbook.</param>
/// <param name="P50MembershipMs">From post to segment membership at 60 posts a second, at the median.</param>
/// <param name="P99MembershipMs">The same, of the slowest hundredth.</param>
internal sealed record Round(LoadFigures Batches, LoadFigures Singles, LoadFigures? Cold, LoadFigures? FourHosts, double P50MembershipMs, double P99MembershipMs);

/// <summary>Sizes of the workloads.</summary>
internal sealed record Sizes(int Warm, int Batches, int Singles, int Cold, int FourHosts, int LatencySeconds)
{
    /// <summary>Single posts before any that count: until then the compiler is at work on what one takes.</summary>
    public int SinglesToWarm { get; init; } = 4_000;

    /// <summary>Those of the peer's measurement.</summary>
    public static readonly Sizes Whole = new(20_000, 200_000, 20_000, 20_000, 10_000, 20);

    /// <summary>Fewer of everything: a look whether all of it works.</summary>
    public static readonly Sizes Brief = new(20_000, 100_000, 2_000, 4_000, 20_000, 5);

    /// <summary>The textbook is slow, and its speed does not depend on how long it runs.</summary>
    public Sizes ForTextbook() => this with { Warm = Math.Min(Warm, 1_000), Batches = Math.Min(Batches, 4_000), Singles = Math.Min(Singles, 1_500), SinglesToWarm = 1_000 };
}

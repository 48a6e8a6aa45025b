namespace Handraiser.Benchmarks.Pipeline;

/// <summary>A pipeline under measurement, running in a process of its own.</summary>
internal interface IPipeline : IAsyncDisposable
{
    /// <summary>How many events are in effect: their profiles are committed.</summary>
    long Processed { get; }
}

/// <summary>What a pipeline's process tells of itself.</summary>
/// <param name="Processed">Events in effect.</param>
/// <param name="Calls">Calls of storage by kind.</param>
/// <param name="LastWrite">When a table was last written, in the machine's ticks.</param>
/// <param name="InFlightTicks">How long all calls took together, in the machine's ticks.</param>
/// <param name="CpuSeconds">Processor time so far.</param>
/// <param name="HeapMb">Memory committed to the managed heap, as the last collection left it.</param>
/// <param name="MemoryMb">Resident memory now.</param>
/// <param name="PeakMemoryMb">Resident memory at its highest.</param>
internal sealed record Status(
    long Processed, IReadOnlyDictionary<string, long> Calls, long LastWrite, long InFlightTicks, double CpuSeconds, double HeapMb, double MemoryMb, double PeakMemoryMb);

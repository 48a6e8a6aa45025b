namespace Handraiser.Benchmarks.Soak;

/// <summary>How the host stood at one moment of the run.</summary>
/// <param name="Minute">Since the load began.</param>
/// <param name="WorkingSetMb">Memory as the system sees it.</param>
/// <param name="LiveMb">What is alive on the managed heap, after a full collection.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="P50Ms">From post to answer since the sample before, median.</param>
/// <param name="P99Ms">The same, of a hundred the slowest.</param>
/// <param name="Posted">Events posted since the start.</param>
/// <param name="Waiting">Events that were acknowledged and not yet folded.</param>
internal sealed record SoakSample(double Minute, double WorkingSetMb, double LiveMb, int Handles, int Threads, double P50Ms, double P99Ms, long Posted, long Waiting);

/// <summary>What a long run showed. Slopes are least squares over the samples after the warm-up, per minute.</summary>
/// <param name="Minutes">How long.</param>
/// <param name="WarmUpMinutes">How much of it does not count.</param>
/// <param name="PostsPerSecond">How many posts a second were aimed at.</param>
/// <param name="Customers">How many customers were active.</param>
/// <param name="WorkingSetMbPerMinute">The slope of the working set.</param>
/// <param name="LiveMbPerMinute">The slope of what is alive.</param>
/// <param name="HandlesPerMinute">The slope of open files and sockets.</param>
/// <param name="ThreadsPerMinute">The slope of threads.</param>
/// <param name="P99MsFirstHalf">The median of the samples' slowest hundredth in the first half after the warm-up.</param>
/// <param name="P99MsSecondHalf">The same in the second half.</param>
/// <param name="Failed">Posts that were not acknowledged.</param>
/// <param name="Samples">All samples.</param>
internal sealed record SoakReport(
    double Minutes, double WarmUpMinutes, int PostsPerSecond, int Customers, double WorkingSetMbPerMinute, double LiveMbPerMinute, double HandlesPerMinute, double ThreadsPerMinute,
    double P99MsFirstHalf, double P99MsSecondHalf, long Failed, IReadOnlyList<SoakSample> Samples)
{
    private const double WarmShare = 0.2;

    public static SoakReport Of(double minutes, int postsPerSecond, int customers, long failed, IReadOnlyList<SoakSample> samples)
    {
        var warmUp = minutes * WarmShare;
        var counted = samples.Where(s => s.Minute >= warmUp).ToList();
        var half = counted.Count / 2;
        return new SoakReport(
            minutes, warmUp, postsPerSecond, customers, Slope(counted, s => s.WorkingSetMb), Slope(counted, s => s.LiveMb), Slope(counted, s => s.Handles), Slope(counted, s => s.Threads),
            Median(counted.Take(half)), Median(counted.Skip(half)), failed, samples);
    }

    /// <summary>The slope of the line that lies nearest, by the minute.</summary>
    private static double Slope(List<SoakSample> samples, Func<SoakSample, double> value)
    {
        if (samples.Count < 2) return 0;
        var (x, y) = (samples.Average(s => s.Minute), samples.Average(value));
        return samples.Sum(s => (s.Minute - x) * (value(s) - y)) / samples.Sum(s => (s.Minute - x) * (s.Minute - x));
    }

    private static double Median(IEnumerable<SoakSample> samples)
    {
        var sorted = samples.Select(s => s.P99Ms).Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}

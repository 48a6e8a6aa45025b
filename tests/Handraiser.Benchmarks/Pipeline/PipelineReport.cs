namespace Handraiser.Benchmarks.Pipeline;

/// <summary>The medians of all rounds; the fields of workload (b) first.</summary>
internal sealed record PipelineReport
{
    /// <summary>A textbook that is far from its own wall is a straw man: below this share the comparison is void.</summary>
    private const double FairShare = 0.8;

    public required double ProcessedPerSecond { get; init; }
    public required double AcceptedPerSecond { get; init; }
    public required double TimesTextbook { get; init; }
    public required bool ComparisonHolds { get; init; }
    public required double CallsPerEventWarm { get; init; }
    public required double CallsPerEventCold { get; init; }
    public required double CallsPerEvent4 { get; init; }
    public required double ShareOfWall { get; init; }
    public required double HostMemoryMb { get; init; }
    public required double CpuMsPerEvent { get; init; }
    public required double AzuriteCpuMsPerEvent { get; init; }
    public required double P50MembershipMs { get; init; }
    public required double P99MembershipMs { get; init; }
    public required LoadFigures B { get; init; }
    public required LoadFigures A { get; init; }
    public required LoadFigures Cold { get; init; }
    public required LoadFigures FourHosts { get; init; }
    public required Round Textbook { get; init; }

    public static PipelineReport Of(List<Round> ours, List<Round> theirs)
    {
        var (b, textbook) = (Median(ours, r => r.Batches.ProcessedPerSecond).Batches, Median(theirs, r => r.Batches.ProcessedPerSecond));
        return new PipelineReport
        {
            ProcessedPerSecond = Middle(ours, r => r.Batches.ProcessedPerSecond),
            AcceptedPerSecond = Middle(ours, r => r.Batches.AcceptedPerSecond),
            TimesTextbook = Middle(ours, r => r.Batches.ProcessedPerSecond) / Middle(theirs, r => r.Batches.ProcessedPerSecond),
            ComparisonHolds = Middle(theirs, r => r.Batches.ShareOfWall) >= FairShare,
            CallsPerEventWarm = Middle(ours, r => r.Batches.CallsPerEvent),
            CallsPerEventCold = Middle(ours, r => r.Cold!.CallsPerEvent),
            CallsPerEvent4 = Middle(ours, r => r.FourHosts!.CallsPerEvent),
            ShareOfWall = Middle(ours, r => r.Batches.ShareOfWall),
            HostMemoryMb = Middle(ours, r => new[] { r.Batches, r.Singles, r.Cold!, r.FourHosts! }.Max(f => f.PeakMemoryMb)),
            CpuMsPerEvent = Middle(ours, r => r.Batches.CpuMsPerEvent),
            AzuriteCpuMsPerEvent = Middle(ours, r => r.Batches.AzuriteCpuMsPerEvent),
            P50MembershipMs = Middle(ours, r => r.P50MembershipMs),
            P99MembershipMs = Middle(ours, r => r.P99MembershipMs),
            B = b,
            A = Median(ours, r => r.Singles.ProcessedPerSecond).Singles,
            Cold = Median(ours, r => r.Cold!.CallsPerEvent).Cold!,
            FourHosts = Median(ours, r => r.FourHosts!.CallsPerEvent).FourHosts!,
            Textbook = textbook,
        };
    }

    public void Print()
    {
        Console.WriteLine($"""
            (b) 1,000 events a post: {ProcessedPerSecond:N0} processed/s ({TimesTextbook:0.0} times the textbook{(ComparisonHolds ? "" : ", which is too far from its own wall: void")}), {AcceptedPerSecond:N0} accepted/s, {ShareOfWall:P0} of the wall
                storage calls an event: {CallsPerEventWarm:0.000} warm, {CallsPerEventCold:0.000} cold, {CallsPerEvent4:0.000} with four hosts
                CPU an event: {CpuMsPerEvent:0.000} ms, of Azurite {AzuriteCpuMsPerEvent:0.000} ms; memory of the host {HostMemoryMb:N0} MB
            (a) one event a post: {A.AcceptedPerSecond:N0} accepted/s, {A.ProcessedPerSecond:N0} processed/s, {A.CallsPerEvent:0.00} calls an event
            from post to membership at 60 posts a second: {P50MembershipMs:0} ms at the median, {P99MembershipMs:0} ms at p99
            the textbook: {Textbook.Batches.ProcessedPerSecond:N0} processed/s, {Textbook.Batches.CallsPerEvent:0.00} calls an event, {Textbook.Batches.ShareOfWall:P0} of its wall; membership after {Textbook.P50MembershipMs:0} ms
            """);
    }

    private static double Middle(List<Round> rounds, Func<Round, double> figure) => figure(Median(rounds, figure));

    private static Round Median(List<Round> rounds, Func<Round, double> figure) => rounds.OrderBy(figure).ElementAt(rounds.Count / 2);
}

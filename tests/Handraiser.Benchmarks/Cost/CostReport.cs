using Handraiser.Benchmarks.Pipeline;

namespace Handraiser.Benchmarks.Cost;

/// <summary>One line of the table: a workload, what a million of its events uses, and what that costs.</summary>
internal sealed record CostLine(string Workload, Usage Usage, Bill Bill);

/// <summary>What everything costs.</summary>
/// <param name="DollarsPerMillionEvents">1,000 events a post, warm and saturated: the workload (b) of the pipeline benchmark.</param>
/// <param name="QuietMonthDollars">A month of timers alone, after the free grant.</param>
/// <param name="QuietMonth">What such a month uses.</param>
/// <param name="Lines">A million events of each workload, the free grant not subtracted.</param>
/// <param name="Prices">The prices in force.</param>
internal sealed record CostReport(double DollarsPerMillionEvents, double QuietMonthDollars, CostLine QuietMonth, IReadOnlyList<CostLine> Lines, Prices Prices)
{
    private const int Batch = 1_000;

    public static CostReport Of(PipelineReport measured, QuietMonth quiet, Prices prices)
    {
        var model = new CostModel(prices);
        CostLine[] lines =
        [
            Line("1,000 events a post, saturated, warm", model.Saturated(measured.B, Batch)),
            Line("1,000 events a post, saturated, every customer new to the instance", model.Saturated(measured.Cold, Batch)),
            Line("1,000 events a post, one post now and then", model.Sparse(measured.B, Batch)),
            Line("one event a post, saturated", model.Saturated(measured.A, 1)),
            Line("one event a post, one post now and then", model.Sparse(measured.A, 1)),
            Line("the textbook, 1,000 events a post, saturated", model.Saturated(measured.Textbook.Batches, Batch)),
            Line("the textbook, one event a post, saturated", model.Saturated(measured.Textbook.Singles, 1)),
        ];
        var month = model.Quiet(quiet.Executions, quiet.TableCalls, quiet.QueueCalls, quiet.BlobCalls);
        return new CostReport(lines[0].Bill.Total, model.AfterGrant(month), Line("a month of timers alone", month), lines, prices);

        CostLine Line(string workload, Usage usage) => new(workload, usage, prices.Of(usage));
    }
}

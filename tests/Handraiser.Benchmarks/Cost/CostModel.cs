using Handraiser.Benchmarks.Pipeline;

namespace Handraiser.Benchmarks.Cost;

/// <summary>
/// From measured calls and processor time to dollars a million events. An instance is billed while any function runs on it, whatever it
/// does meanwhile; HTTP functions and each queue function have instances of their own (Flex Consumption).
/// </summary>
internal sealed class CostModel(Prices prices)
{
    private const double Million = 1_000_000;

    /// <summary>Two kinds of instances take part in an event: those of HTTP and those of the events queue.</summary>
    private const int Groups = 2;

    /// <summary>The load saturates its instances: time is processor time at the size of an instance, as it is busy all along.</summary>
    public Usage Saturated(LoadFigures measured, int eventsPerPost)
    {
        var seconds = measured.CpuMsPerEvent / 1000 / prices.InstanceCores;
        return Usage(measured, eventsPerPost, seconds * prices.InstanceGigabytes);
    }

    /// <summary>The same a post at a time over a day: each post, and the messages that it leads to, wake an instance for the least time that is billed.</summary>
    public Usage Sparse(LoadFigures measured, int eventsPerPost)
    {
        var busy = measured.CpuMsPerEvent * eventsPerPost / 1000 / prices.InstanceCores;
        var billed = Groups * Math.Max(prices.LeastBilledSeconds, busy / Groups);
        return Usage(measured, eventsPerPost, billed / eventsPerPost * prices.InstanceGigabytes);
    }

    /// <summary>A month of timers alone.</summary>
    /// <param name="executions">Executions of timers in the month.</param>
    /// <param name="tableCalls">Calls of tables that they make.</param>
    /// <param name="queueCalls">Calls of queues that they make.</param>
    /// <param name="blobCalls">Calls of blobs that they make; priced as writes, which are the dearer ones.</param>
    public Usage Quiet(double executions, double tableCalls, double queueCalls, double blobCalls) =>
        new(tableCalls, queueCalls, blobCalls, executions, executions * prices.LeastBilledSeconds * prices.InstanceGigabytes);

    /// <summary>What is left to pay of a month after the free grant.</summary>
    public double AfterGrant(Usage month)
    {
        var bill = prices.Of(month);
        var executions = Math.Max(0, month.Executions - prices.FreeExecutions) / Million * prices.ExecutionsPerMillion;
        var compute = Math.Max(0, month.GigabyteSeconds - prices.FreeGigabyteSeconds) * prices.GigabyteSecond;
        return bill.Tables + bill.Queues + bill.Blobs + executions + compute;
    }

    private static Usage Usage(LoadFigures measured, int eventsPerPost, double gigabyteSecondsPerEvent) => new(
        // Whatever is neither is a call of a table, counted under the table's name.
        Million * (measured.CallsByKind.Values.Sum() - Calls(measured, "queue") - Calls(measured, "blob")), Million * Calls(measured, "queue"), Million * Calls(measured, "blob"),
        // A message is one execution, and each is deleted once.
        Million * (1.0 / eventsPerPost + measured.CallsByKind.GetValueOrDefault("queue delete")),
        Million * gigabyteSecondsPerEvent);

    private static double Calls(LoadFigures measured, string service) =>
        measured.CallsByKind.Where(c => c.Key.StartsWith(service, StringComparison.Ordinal)).Sum(c => c.Value);
}

using System.Text.Json;

namespace Handraiser.Benchmarks.Cost;

/// <summary>What Azure asks, in US dollars, with the date it was read (<c>prices.json</c>): the one place to change when prices do.</summary>
/// <param name="Read">When.</param>
/// <param name="Region">Where, and for what.</param>
/// <param name="Source">Says who.</param>
/// <param name="TableCallsPer10000">Ten thousand calls of a table.</param>
/// <param name="QueueCallsPer10000">Ten thousand calls of a queue.</param>
/// <param name="BlobWritesPer10000">Ten thousand writes of a blob, hot tier.</param>
/// <param name="GigabyteSecond">A gigabyte of memory for a second in which a function runs.</param>
/// <param name="FreeGigabyteSeconds">Free each month.</param>
/// <param name="ExecutionsPerMillion">A million executions.</param>
/// <param name="FreeExecutions">Free each month.</param>
/// <param name="InstanceGigabytes">Memory of one instance.</param>
/// <param name="InstanceCores">Its processors.</param>
/// <param name="LeastBilledSeconds">What the shortest activity of an instance is billed as.</param>
internal sealed record Prices(
    string Read, string Region, string Source, double TableCallsPer10000, double QueueCallsPer10000, double BlobWritesPer10000,
    double GigabyteSecond, double FreeGigabyteSeconds, double ExecutionsPerMillion, double FreeExecutions,
    double InstanceGigabytes, double InstanceCores, double LeastBilledSeconds)
{
    /// <summary>Those in force.</summary>
    public static Prices Load()
    {
        using var file = typeof(Prices).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize<Prices>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>What so much use costs.</summary>
    public Bill Of(Usage usage) => new(
        usage.TableCalls / 10_000 * TableCallsPer10000,
        usage.QueueCalls / 10_000 * QueueCallsPer10000,
        usage.BlobWrites / 10_000 * BlobWritesPer10000,
        usage.Executions / 1_000_000 * ExecutionsPerMillion,
        usage.GigabyteSeconds * GigabyteSecond);
}

/// <summary>What a workload uses.</summary>
/// <param name="TableCalls">Calls of tables.</param>
/// <param name="QueueCalls">Calls of queues.</param>
/// <param name="BlobWrites">Writes of blobs.</param>
/// <param name="Executions">Executions of functions.</param>
/// <param name="GigabyteSeconds">Memory times time, as billed.</param>
internal sealed record Usage(double TableCalls, double QueueCalls, double BlobWrites, double Executions, double GigabyteSeconds);

/// <summary>What it costs, in US dollars, the free grant not subtracted.</summary>
internal sealed record Bill(double Tables, double Queues, double Blobs, double Executions, double Compute)
{
    /// <summary>All of it.</summary>
    public double Total => Tables + Queues + Blobs + Executions + Compute;
}

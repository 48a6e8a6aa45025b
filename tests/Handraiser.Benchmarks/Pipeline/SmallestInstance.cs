using System.Diagnostics;
using System.Globalization;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>What the worker is given on the smallest instance, which <c>Handraiser.Functions.csproj</c> says in parts of whatever it runs on.</summary>
internal static class SmallestInstance
{
    private const long Bytes = 512L * 1024 * 1024;
    private const int HeapPercent = 20;

    /// <summary>Starts a process within these limits.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        start.Environment["DOTNET_GCHeapHardLimit"] = (Bytes * HeapPercent / 100).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_GCLOHThreshold"] = (1024 * 1024).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_GCGen0MaxBudget"] = (12 * 1024 * 1024).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}

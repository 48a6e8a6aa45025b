using System.Diagnostics;
using System.Globalization;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>What the worker is given on the smallest instance, which <c>Handraiser.Functions.csproj</c> says in parts of whatever it runs on.</summary>
internal static class SmallestInstance
{
    private const long Bytes = 512L * 1024 * 1024;
    private const int HeapPercent = 20;

    /// <summary>Starts this program once more within these limits; what it is told and what it says goes through the caller.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Started through "dotnet", the program's own assembly is the first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(SmallestInstance).Assembly.Location);
        start.Environment["DOTNET_GCHeapHardLimit"] = (Bytes * HeapPercent / 100).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_GCLOHThreshold"] = (1024 * 1024).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_GCGen0MaxBudget"] = (12 * 1024 * 1024).ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}

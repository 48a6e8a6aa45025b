using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Handraiser.Functions;
using Handraiser.LocalHost;
using Microsoft.Extensions.Logging;

namespace Handraiser.Benchmarks.Soak;

/// <summary>What the host's process takes at a moment.</summary>
/// <param name="WorkingSetMb">Memory as the system sees it.</param>
/// <param name="LiveMb">What is alive on the managed heap, right after a full collection.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Folded">Events folded since the start.</param>
internal sealed record HostState(double WorkingSetMb, double LiveMb, int Handles, int Threads, long Folded);

/// <summary>The process of the local host under a long load, which tells of itself when asked on its input.</summary>
internal static class SoakHost
{
    /// <summary>Begins each line that is an answer, among lines of the log.</summary>
    public const string Mark = "@ ";

    private const double Mb = 1024 * 1024;

    public static Command Create()
    {
        var storage = new Option<string>("--storage") { Required = true };
        var folder = new Option<string>("--folder") { Required = true };
        var port = new Option<int>("--port") { Required = true };
        var command = new Command("soak-host", "Runs the host under a long load.") { storage, folder, port };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(storage)!, parsed.GetValue(folder)!, parsed.GetValue(port)));
        return command;
    }

    private static async Task RunAsync(string storage, string folder, int port)
    {
        long folded = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listen) =>
            {
                if (instrument.Meter.Name == Meters.Name && instrument.Name == "handraiser.events.folded") listen.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref folded, value));
        listener.Start();
        await using var app = await LocalApp.StartAsync(
            new LocalOptions { Port = port, Storage = storage, Keys = LocalKeys.LoadOrCreate(folder), Folder = Path.Combine(folder, "mailbox"), LogLevel = LogLevel.Warning }, CancellationToken.None);
        Console.Out.WriteLine(Mark + "ready");
        while (await Console.In.ReadLineAsync() is { } asked && asked != "stop") Console.Out.WriteLine(Mark + JsonSerializer.Serialize(State(Interlocked.Read(ref folded))));
    }

    /// <summary>The working set first: the collection that shows what is alive would tidy it.</summary>
    private static HostState State(long folded)
    {
        using var self = Process.GetCurrentProcess();
        var (workingSet, threads) = (self.WorkingSet64 / Mb, self.Threads.Count);
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : self.HandleCount;
        return new HostState(workingSet, GC.GetTotalMemory(forceFullCollection: true) / Mb, handles, threads, folded);
    }
}

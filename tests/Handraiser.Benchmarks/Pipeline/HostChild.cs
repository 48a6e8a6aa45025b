using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>The process in which a pipeline runs, so that its processor time and memory are its own. It answers what it is asked on its input.</summary>
internal static class HostChild
{
    /// <summary>Begins each line that is an answer, among lines of the log.</summary>
    public const string Mark = "@ ";

    public static Command Create()
    {
        var storage = new Option<string>("--storage") { Required = true };
        var folder = new Option<string>("--folder") { Required = true };
        var port = new Option<int>("--port") { Required = true };
        var textbook = new Option<bool>("--textbook");
        var command = new Command("pipeline-host", "Runs one pipeline under measurement.") { storage, folder, port, textbook };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(textbook), parsed.GetValue(storage)!, parsed.GetValue(folder)!, parsed.GetValue(port)));
        return command;
    }

    private static async Task RunAsync(bool textbook, string storage, string folder, int port)
    {
        var recorder = new CallRecorder();
        await using var pipeline = textbook
            ? await TextbookPipeline.StartAsync(storage, folder, port, recorder)
            : await HandraiserPipeline.StartAsync(storage, folder, port, recorder);
        Answer("ready");
        while (await Console.In.ReadLineAsync() is { } asked && asked != "stop")
        {
            switch (asked)
            {
                case "status":
                    Answer(JsonSerializer.Serialize(StatusOf(pipeline, recorder)));
                    break;
                case "keep":
                    recorder.Keeps = true;
                    Answer("kept");
                    break;
                case "watch":
                    recorder.Watches = true;
                    Answer("watched");
                    break;
                case "calls":
                    recorder.Keeps = false;
                    var file = Path.Combine(folder, "calls.json");
                    await using (var written = File.Create(file)) await JsonSerializer.SerializeAsync(written, recorder.Calls);
                    Answer(file);
                    break;
                case "memberships":
                    Answer(JsonSerializer.Serialize(recorder.Memberships));
                    break;
            }
        }
    }

    private static Status StatusOf(IPipeline pipeline, CallRecorder recorder)
    {
        using var self = Process.GetCurrentProcess();
        const double Mb = 1024 * 1024;
        return new Status(
            pipeline.Processed, recorder.Counts, recorder.LastWrite, recorder.InFlightTicks,
            self.TotalProcessorTime.TotalSeconds, GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes / Mb, self.WorkingSet64 / Mb, self.PeakWorkingSet64 / Mb);
    }

    private static void Answer(string text) => Console.Out.WriteLine(Mark + text);
}

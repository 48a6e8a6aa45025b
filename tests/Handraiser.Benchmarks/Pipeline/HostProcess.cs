using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Handraiser.LocalHost;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>A pipeline's process, seen from outside.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    /// <summary>Each look costs the pipeline a millisecond; how long it took, its last write tells.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private HostProcess(Process process, int port)
    {
        this.process = process;
        Door = new Uri($"http://127.0.0.1:{port}/");
    }

    /// <summary>Where it listens.</summary>
    public Uri Door { get; }

    public static async Task<HostProcess> StartAsync(string storage, string folder, bool textbook)
    {
        var port = FreePort.Find();
        string[] arguments = ["pipeline-host", "--storage", storage, "--folder", folder, "--port", port.ToString(CultureInfo.InvariantCulture)];
        var host = new HostProcess(SmallestInstance.Start(textbook ? [.. arguments, "--textbook"] : arguments), port);
        await host.AnswerAsync();
        return host;
    }

    public async Task<Status> StatusAsync() => JsonSerializer.Deserialize<Status>(await AskAsync("status"))!;

    /// <summary>From here on calls are kept to be replayed.</summary>
    public Task KeepAsync() => AskAsync("keep");

    /// <summary>From here on memberships are noted.</summary>
    public Task WatchAsync() => AskAsync("watch");

    public async Task<IReadOnlyList<Call>> CallsAsync() => JsonSerializer.Deserialize<List<Call>>(await File.ReadAllTextAsync(await AskAsync("calls")))!;

    public async Task<IReadOnlyDictionary<string, long>> MembershipsAsync() => JsonSerializer.Deserialize<Dictionary<string, long>>(await AskAsync("memberships"))!;

    /// <summary>Waits until so many events are in effect, and all that follows from them is written: no table is written for a while.</summary>
    public static async Task<Status[]> SettledAsync(HostProcess[] hosts, long processed)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var all = await Task.WhenAll(hosts.Select(h => h.StatusAsync()));
            var quiet = Stopwatch.GetElapsedTime(all.Max(s => s.LastWrite));
            if (all.Sum(s => s.Processed) >= processed && quiet > Pause) return all;
            if (Stopwatch.GetElapsedTime(started) > Patience) throw new InvalidOperationException($"Only {all.Sum(s => s.Processed):N0} of {processed:N0} events were processed in {Patience.TotalMinutes} minutes; last write {quiet.TotalSeconds:0.0} s ago; calls: {string.Join(", ", all[0].Calls.Select(c => $"{c.Key} {c.Value}"))}");
            await Task.Delay(Pause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        // What it logged since it was last asked: whoever sees a trial fail wants to know why.
        await Console.Error.WriteAsync(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<string> AskAsync(string what)
    {
        await process.StandardInput.WriteLineAsync(what);
        return await AnswerAsync();
    }

    private async Task<string> AnswerAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(HostChild.Mark, StringComparison.Ordinal)) return line[HostChild.Mark.Length..];
            await Console.Error.WriteLineAsync(line);
        }
        throw new InvalidOperationException("The pipeline's process ended by itself.");
    }
}

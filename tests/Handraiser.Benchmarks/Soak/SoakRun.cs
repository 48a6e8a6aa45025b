using System.Collections.Concurrent;
using System.Diagnostics;
using Handraiser.Benchmarks.Pipeline;
using Handraiser.LocalHost;

namespace Handraiser.Benchmarks.Soak;

/// <summary>
/// A steady load over public HTTP on one host with Azurite. Few customers are active, and they have done much before the measurement
/// begins: their profiles are as large as they get and all of them in the cache, so that neither looks like a leak.
/// </summary>
internal static class SoakRun
{
    private const int Customers = 200;
    private const int EventsBefore = 60_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    public static async Task<SoakReport> RunAsync(double minutes, int postsPerSecond, Action<string> progress)
    {
        var folder = Directory.CreateTempSubdirectory("handraiser-soak-").FullName;
        try
        {
            await using var azurite = await Wall.StorageAsync(folder, progress);
            var keys = LocalKeys.LoadOrCreate(folder);
            await using var host = await SoakProcess.StartAsync(azurite.ConnectionString, folder);
            using var load = new Load([host.Door], keys.Events);
            await load.PublishAsync(Workload.Playbook, keys.Operator);
            progress($"{EventsBefore:N0} events are told before, so that profiles are as large as they get.");
            var workload = new Workload(Customers, "soak");
            await load.PostAllAsync(workload.Bodies(EventsBefore, 500));
            while ((await host.StateAsync()).Folded < EventsBefore) await Task.Delay(Between);
            return await MeasureAsync(host, load, workload, minutes, postsPerSecond, progress);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<SoakReport> MeasureAsync(SoakProcess host, Load load, Workload workload, double minutes, int postsPerSecond, Action<string> progress)
    {
        var times = new ConcurrentQueue<double>();
        var samples = new List<SoakSample>();
        long posted = 0, failed = 0;
        var begun = Stopwatch.GetTimestamp();
        var before = (await host.StateAsync()).Folded;
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var posting = PostAsync();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Between, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            var state = await host.StateAsync();
            var taken = new List<double>();
            while (times.TryDequeue(out var one)) taken.Add(one);
            taken.Sort();
            var told = Interlocked.Read(ref posted);
            samples.Add(new SoakSample(
                Stopwatch.GetElapsedTime(begun).TotalMinutes, state.WorkingSetMb, state.LiveMb, state.Handles, state.Threads, At(taken, 0.5), At(taken, 0.99), told, told - (state.Folded - before)));
            if (samples.Count % 6 == 0) progress(Line(samples[^1]));
        }
        await posting;
        return SoakReport.Of(minutes, postsPerSecond, Customers, failed, samples);

        async Task PostAsync()
        {
            using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / postsPerSecond));
            var under = new ConcurrentDictionary<Task, bool>();
            while (!stop.IsCancellationRequested && await beat.WaitForNextTickAsync())
            {
                var task = OneAsync();
                under.TryAdd(task, true);
                _ = task.ContinueWith(done => under.TryRemove(done, out _), TaskScheduler.Default);
            }
            await Task.WhenAll(under.Keys);
        }

        async Task OneAsync()
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                foreach (var body in workload.Bodies(1, 1)) await load.PostAsync(body);
                Interlocked.Increment(ref posted);
            }
            catch (Exception e) when (e is HttpRequestException or InvalidOperationException or TaskCanceledException)
            {
                Interlocked.Increment(ref failed);
            }
            times.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    public static string Line(SoakSample s) => FormattableString.Invariant(
        $"minute {s.Minute,4:0.0}: working set {s.WorkingSetMb:0} MB, alive {s.LiveMb:0.0} MB, {s.Handles} handles, {s.Threads} threads, {s.P50Ms:0.0} ms at the median, {s.P99Ms:0} ms at p99, {s.Posted:N0} posted, {s.Waiting} waiting");

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}

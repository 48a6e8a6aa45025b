using System.Diagnostics;
using Handraiser.Events;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Storage;
using Handraiser.Profiles;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>One pipeline, put through all workloads, each on a storage of its own.</summary>
internal sealed class Trial : IAsyncDisposable
{
    private const int Customers = 2_000;
    private const int PerBatch = 1_000;
    private const int PostsPerSecond = 60;

    private readonly bool textbook;
    private readonly Sizes sizes;
    private readonly bool onDisk;
    private readonly string folder;
    private readonly Action<string> progress;
    private readonly LocalKeys keys;
    private readonly List<HostProcess> hosts = [];
    private Azurite azurite = null!;

    private Trial(bool textbook, Sizes sizes, bool onDisk, string folder, Action<string> progress)
    {
        (this.textbook, this.sizes, this.onDisk, this.folder, this.progress) = (textbook, sizes, onDisk, folder, progress);
        keys = LocalKeys.LoadOrCreate(folder);
    }

    public static async Task<Round> RunAsync(bool textbook, Sizes sizes, bool onDisk, Action<string> progress)
    {
        var folder = Directory.CreateTempSubdirectory("handraiser-pipeline-").FullName;
        await using var trial = new Trial(textbook, sizes, onDisk, folder, progress);
        return await trial.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<Round> RunAsync()
    {
        var shop = await StartAfreshAsync();
        var batches = await MeasureAsync(shop.Bodies(sizes.Batches, PerBatch), sizes.Batches, againstTheWall: true);
        progress($"(b) 1,000 events a post: {batches}");
        shop = await StartAfreshAsync();
        await MeasureAsync(shop.Bodies(sizes.SinglesToWarm, 1), sizes.SinglesToWarm);
        var singles = await MeasureAsync(shop.Bodies(sizes.Singles, 1), sizes.Singles);
        progress($"(a) one event a post: {singles}");
        shop = await StartAfreshAsync();
        await MeasureAsync(shop.Bodies(sizes.SinglesToWarm, 1), sizes.SinglesToWarm);
        var latencies = await LatenciesAsync(new Workload(PostsPerSecond * sizes.LatencySeconds, "new"));
        var (p50, p99) = (latencies[latencies.Length / 2], latencies[latencies.Length * 99 / 100]);
        progress($"from post to membership at {PostsPerSecond} posts a second: {p50:0} ms at the median, {p99:0} ms at p99");
        if (textbook) return new Round(batches, singles, null, null, p50, p99);

        shop = await StartAfreshAsync();
        var strangers = new Workload(sizes.Cold, "cold");
        await MeasureAsync(strangers.OneEach(PerBatch), sizes.Cold);
        await StopHostsAsync();
        await StartHostAsync();
        var cold = await MeasureAsync(strangers.OneEach(PerBatch), sizes.Cold);
        progress($"customers new to the instance: {cold}");
        while (hosts.Count < 4) await StartHostAsync();
        var four = await MeasureAsync(shop.Bodies(sizes.FourHosts, PerBatch), sizes.FourHosts);
        progress($"four hosts on one storage: {four}");
        return new Round(batches, singles, cold, four, p50, p99);
    }

    /// <summary>An empty storage and one host, which has heard enough of the shop's customers to know them all.</summary>
    private async Task<Workload> StartAfreshAsync()
    {
        await StopAsync();
        azurite = await Wall.StorageAsync(onDisk ? Path.Combine(folder, Guid.NewGuid().ToString("N")) : null, progress);
        await StartHostAsync();
        if (!textbook)
        {
            using var load = Load();
            await load.PublishAsync(Workload.Playbook, keys.Operator);
        }
        var shop = new Workload(Customers, "known");
        await MeasureAsync(shop.Bodies(sizes.Warm, PerBatch), sizes.Warm);
        return shop;
    }

    private async Task<LoadFigures> MeasureAsync(List<byte[]> bodies, int events, bool againstTheWall = false)
    {
        using var load = Load();
        using var storage = Process.GetProcessById(azurite.ProcessId);
        var all = hosts.ToArray();
        if (againstTheWall) await all[0].KeepAsync();
        var before = await Task.WhenAll(all.Select(h => h.StatusAsync()));
        storage.Refresh();
        var storageCpu = storage.TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        var accepted = await load.PostAllAsync(bodies);
        var after = await HostProcess.SettledAsync(all, before.Sum(s => s.Processed) + events);
        storage.Refresh();
        var took = Stopwatch.GetElapsedTime(began, after.Max(s => s.LastWrite)).TotalSeconds;
        var kinds = after.SelectMany(s => s.Calls.Keys).Distinct().Order(StringComparer.Ordinal)
            .ToDictionary(k => k, k => (double)(after.Sum(s => s.Calls.GetValueOrDefault(k)) - before.Sum(s => s.Calls.GetValueOrDefault(k))) / events, StringComparer.Ordinal);
        var calls = againstTheWall ? await all[0].CallsAsync() : [];
        var share = againstTheWall ? await ShareAsync(calls, after[0].InFlightTicks - before[0].InFlightTicks, took) : 0;
        progress($"memory: {string.Join(", ", after.Select(s => $"{s.MemoryMb:N0} MB (heap {s.HeapMb:N0}, peak {s.PeakMemoryMb:N0})"))}");
        foreach (var table in calls.Where(c => c.Kind == "table transaction").GroupBy(c => c.Resource)) progress($"transactions of {table.Key}: {table.Count():N0}, rows {table.Sum(c => c.Rows):N0}, bytes {table.Sum(c => (long)c.Bytes):N0}");
        return new LoadFigures(
            events, events / accepted, events / took, kinds.Values.Sum(), kinds,
            1000 * (after.Sum(s => s.CpuSeconds) - before.Sum(s => s.CpuSeconds)) / events,
            (storage.TotalProcessorTime - storageCpu).TotalMilliseconds / events, after.Max(s => s.PeakMemoryMb),
            calls.Where(c => c.Kind == "table transaction").Sum(c => c.Rows) / (double)events, calls.Sum(c => (long)c.Bytes) / (double)events, share);
    }

    private async Task<double> ShareAsync(IReadOnlyList<Call> calls, long inFlight, double took)
    {
        var atATime = (int)Math.Clamp(Math.Ceiling(Stopwatch.GetElapsedTime(0, inFlight).TotalSeconds / took), 4, 64);
        return await Wall.ReplayAsync(calls, atATime, onDisk, progress) / took;
    }

    /// <summary>Milliseconds from the post of a click to the commit of its membership, sorted, at a load that saturates nothing.</summary>
    private async Task<double[]> LatenciesAsync(Workload shop)
    {
        using var load = Load();
        var identity = new Identity(Convert.FromBase64String(keys.Installation));
        await hosts[0].WatchAsync();
        var processed = (await hosts[0].StatusAsync()).Processed;
        var posted = new Dictionary<string, long>(StringComparer.Ordinal);
        var posts = new List<Task>();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PostsPerSecond));
        for (var i = 0; i < PostsPerSecond * sizes.LatencySeconds; i++)
        {
            await beat.WaitForNextTickAsync();
            posted[identity.FirstHome(new Identifiers { Email = shop.Email(i) })!] = Stopwatch.GetTimestamp();
            posts.Add(load.PostAsync(shop.Click(i)));
        }
        await Task.WhenAll(posts);
        await HostProcess.SettledAsync([hosts[0]], processed + posts.Count);
        var committed = await hosts[0].MembershipsAsync();
        return [.. posted.Select(p => Stopwatch.GetElapsedTime(p.Value, committed[p.Key]).TotalMilliseconds).Order()];
    }

    private Load Load() => new([.. hosts.Select(h => h.Door)], keys.Events);

    private async Task StartHostAsync() => hosts.Add(await HostProcess.StartAsync(azurite.ConnectionString, folder, textbook));

    private async Task StopAsync()
    {
        await StopHostsAsync();
        if (azurite is not null) await azurite.DisposeAsync();
    }

    private async Task StopHostsAsync()
    {
        foreach (var host in hosts) await host.DisposeAsync();
        hosts.Clear();
    }
}

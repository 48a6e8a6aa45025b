using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Storage;
using Handraiser.Functions.Sweeping;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.IntegrationTests.Sweeping;

/// <summary>A new playbook reaches those who do nothing, through crashes and from two instances at once.</summary>
public sealed class SweepTests(SweptShop shop) : IClassFixture<SweptShop>
{
    private const int Silent = 300;

    private static string Book(string name, string more) =>
        $"store: {{ name: {name} }}\nsegments:\n  buyers: {{ ordered: {{ atLeast: 1 }} }}\n{more}";

    [Fact]
    public async Task Silent_customers_are_brought_into_their_segments_whatever_happens_on_the_way()
    {
        var one = shop.Begin();
        shop.Around.Playbook = PlaybookLoader.Load(Book("Before", "")).OrThrow();
        for (var i = 0; i < Silent; i += 100)
        {
            await one.Reactor.HandleAsync([.. Enumerable.Range(i, 100).Select(n => shop.Event($"silent{n}@shop.example", n % 3 == 0 ? EventKinds.StoreVisited : EventKinds.ProductViewed))], default);
        }

        // Published: nobody is touched before every instance knows.
        shop.Around.Playbook = PlaybookLoader.Load(Book("After", "  lookers: { viewed: { atLeast: 1 } }\nplays:\n  greet: { on: { entered: lookers }, tag: { stage: seen } }\n")).OrThrow();
        await one.Sweep.NoteAsync(default);
        Assert.Equal(0, await one.Sweep.RunAsync(default));
        shop.Around.Now += TimeSpan.FromMinutes(1);

        // Asked to stop in the pause after a slice, it has failed nothing.
        using var stop = new CancellationTokenSource();
        var pausing = shop.Begin(new Stopping(new SweepBlob(shop.Blobs), stop), rowsPerSecond: 1);
        Assert.InRange(await pausing.Sweep.RunAsync(stop.Token), 1, 3);

        // It crashes after a slice was written, and before that was noted; another instance goes on.
        var crashing = shop.Begin(new Crashing(new SweepBlob(shop.Blobs), after: 20));
        await Assert.ThrowsAsync<IOException>(() => crashing.Sweep.RunAsync(default));
        var stopped = (await one.Sweep.ProgressAsync(default))!;
        Assert.InRange(stopped.Share, 0.01, 0.99);
        var two = shop.Begin();
        await Task.WhenAll(one.Sweep.RunAsync(default), two.Sweep.RunAsync(default));
        await one.Sweep.RunAsync(default);
        await two.Sweep.RunAsync(default);

        var done = (await one.Sweep.ProgressAsync(default))!;
        Assert.Equal(1, done.Share);
        Assert.NotNull(done.FinishedAt);
        var profiles = await ProfilesAsync();
        Assert.Equal(Silent, profiles.Count);
        Assert.All(profiles, p => Assert.Equal(p.Rhythm.Views > 0, p.IsIn("lookers")));
        Assert.All(profiles, p => Assert.Null(p.Person.Trait("stage")));
        Assert.Equal(200, await MembersAsync("lookers"));
        // Those whom nothing concerns were not written.
        Assert.All(profiles.Where(p => p.Rhythm.Views == 0), p => Assert.NotEqual(done.Mark, p.JudgedBy));

        // The next version says that those who are there take part: its play starts, once.
        shop.Around.Playbook = PlaybookLoader.Load(Book("Third", "  lookers: { viewed: { atLeast: 1 } }\n  visitors: { visited: { atLeast: 1 }, includeExisting: true }\nplays:\n  greet: { on: { entered: visitors }, wait: 1d, tag: { stage: seen } }\n")).OrThrow();
        await two.Sweep.NoteAsync(default);
        shop.Around.Now += TimeSpan.FromMinutes(1);
        await Task.WhenAll(one.Sweep.RunAsync(default), two.Sweep.RunAsync(default));
        await one.Sweep.RunAsync(default);

        profiles = await ProfilesAsync();
        Assert.All(profiles, p => Assert.Equal(p.Rhythm.StoreVisits > 0 ? 1 : 0, p.Runs.Length));
        Assert.Equal((100, 200), (await MembersAsync("visitors"), await MembersAsync("lookers")));
        Assert.Equal(0, await one.Sweep.RunAsync(default));
    }

    private async Task<List<Profile>> ProfilesAsync() => await shop.Begin().Customers.ScanAsync(default).ToListAsync();

    private async Task<int> MembersAsync(string segment)
    {
        var prefix = Keys.SegmentMembers(segment);
        return await shop.Tables.GetTableClient(Names.Tables.Customers).QueryAsync<TableEntity>().CountAsync(r => r.RowKey.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Asks to stop once a slice is noted.</summary>
    private sealed class Stopping(ISweepBook inner, CancellationTokenSource stop) : ISweepBook
    {
        public Task<(SweepState? State, string? Version)> ReadAsync(CancellationToken cancellation) => inner.ReadAsync(cancellation);

        public async Task<string?> WriteAsync(SweepState state, string? version, CancellationToken cancellation)
        {
            var written = await inner.WriteAsync(state, version, cancellation);
            if (state.Looked > 0) await stop.CancelAsync();
            return written;
        }
    }

    /// <summary>Dies at one write, the slice being done and not noted.</summary>
    private sealed class Crashing(ISweepBook inner, int after) : ISweepBook
    {
        private int writes;

        public Task<(SweepState? State, string? Version)> ReadAsync(CancellationToken cancellation) => inner.ReadAsync(cancellation);

        public Task<string?> WriteAsync(SweepState state, string? version, CancellationToken cancellation) =>
            ++writes > after ? throw new IOException("The host is gone.") : inner.WriteAsync(state, version, cancellation);
    }
}

using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Sweeping;

/// <summary>
/// After a new playbook or model: goes over all customers, bucket by bucket in small slices, and brings those who do nothing into the
/// segments that they belong to now. Whom it moves goes through the same commits as events do. It may stop anywhere and goes on from the
/// last slice; two instances at once do the same work twice and no harm; newer rules begin anew.
/// </summary>
internal sealed class CustomerSweep(ICustomers customers, IMoments moments, ISweepBook book, Reactor reactor, SweepPace pace, TimeProvider clock)
{
    /// <summary>Written in so small parts, live traffic of the same bucket never waits for more than a transaction.</summary>
    private const int AtOnce = 50;

    /// <summary>Of so many idle runs one looks whether a sweep was noted elsewhere; here it is known at once.</summary>
    private const int IdleRuns = 20;

    private ulong? finished;
    private int idle;

    /// <summary>Notes that the rules have changed, so that the sweep begins when every instance knows them. Said again it changes nothing.</summary>
    public async Task NoteAsync(CancellationToken cancellation)
    {
        await CurrentAsync(await FreshAsync(cancellation), cancellation);
        finished = null;
    }

    /// <summary>How far the sweep to the rules in force is; null where it was not noted yet.</summary>
    public async Task<SweepState?> ProgressAsync(CancellationToken cancellation)
    {
        var moment = await FreshAsync(cancellation);
        return (await book.ReadAsync(cancellation)).State is { } state && state.Mark == Review.Mark(moment.Playbook, moment.Shop) ? state : null;
    }

    /// <summary>Works for one turn. While there is nothing to do, most runs ask nobody, and the others read the sweep's state alone.</summary>
    /// <returns>How many customers were looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (await IsIdleAsync(cancellation)) return 0;
        var moment = await FreshAsync(cancellation);
        var (state, version) = await CurrentAsync(moment, cancellation);
        // The clock of one machine may be set back: what counts is how far apart the moments are.
        if (version is null || (moment.Now - state.Since).Duration() < pace.Settling) return 0;

        var began = clock.GetTimestamp();
        var looked = 0;
        while (state.FinishedAt is null && clock.GetElapsedTime(began) < pace.Turn && !cancellation.IsCancellationRequested)
        {
            var before = state.Looked;
            (state, version) = await SliceAsync(state, version, moment, cancellation);
            looked += (int)(state.Looked - before);
            // Somebody else is at it, or newer rules have begun anew.
            if (version is null) return looked;
            await RestAsync(looked, clock.GetElapsedTime(began), cancellation);
        }
        if (state.FinishedAt is not null) finished = state.Mark;
        return looked;
    }

    private async Task<bool> IsIdleAsync(CancellationToken cancellation)
    {
        if (finished is not { } mark) return false;
        if (moments.Known is { } known && Review.Mark(known.Playbook, known.Shop) != mark) return false;
        if (++idle % IdleRuns != 0) return true;
        return (await book.ReadAsync(cancellation)).State is { FinishedAt: not null } state && state.Mark == mark;
    }

    /// <summary>Takes one slice; the version is null when somebody else wrote meanwhile.</summary>
    private async Task<(SweepState State, string? Version)> SliceAsync(SweepState state, string version, Moment moment, CancellationToken cancellation)
    {
        var (last, looked) = (state.After, 0);
        var due = new List<string>();
        var left = new List<string>();
        await foreach (var profile in customers.ScanAsync(state.Bucket, state.After, cancellation))
        {
            (last, looked) = (profile.Id, looked + 1);
            if (IsDue(profile, moment)) due.Add(profile.Id);
            else if (state.IsBegun && Review.MayBeLeft(profile, moment.Playbook, moment.Shop)) left.Add(profile.Id);
            if (looked == pace.SliceRows) break;
        }
        if (due.Count > 0 && !state.IsBegun)
        {
            // Who is moved is not due any more: should this process die before what follows is handed on, the next one has to know.
            state = state with { IsBegun = true };
            if (await book.WriteAsync(state, version, cancellation) is not { } begun) return (state, null);
            version = begun;
        }
        foreach (var some in due.Concat(left).Chunk(AtOnce)) await reactor.HandleAsync([.. some.Select(id => Review.Event(id, state.Mark, moment.Now))], cancellation);
        Meters.Swept.Add(looked);
        var next = state.Advanced(last, looked, due.Count, bucketDone: looked < pace.SliceRows, moment.Now);
        return (next, await book.WriteAsync(next, version, cancellation));
    }

    private static bool IsDue(Profile profile, Moment moment)
    {
        try
        {
            return Review.IsDue(profile, moment.Playbook, moment.Shop, moment.Now);
        }
        catch (Exception)
        {
            // What fails for one customer is parked with its reason by the reactor, and the sweep goes on to the others.
            return true;
        }
    }

    private async Task<(SweepState State, string? Version)> CurrentAsync(Moment moment, CancellationToken cancellation)
    {
        var mark = Review.Mark(moment.Playbook, moment.Shop);
        var (state, version) = await book.ReadAsync(cancellation);
        if (state?.Mark == mark) return (state, version);
        var begun = new SweepState { Mark = mark, Version = moment.Playbook.Version, Since = moment.Now };
        return (begun, await book.WriteAsync(begun, version, cancellation));
    }

    private ValueTask<Moment> FreshAsync(CancellationToken cancellation)
    {
        moments.Forget();
        return moments.NowAsync(cancellation);
    }

    /// <summary>Keeps the pace. Where the process is asked to stop meanwhile, what was done is written already: nothing has failed.</summary>
    private async Task RestAsync(int looked, TimeSpan elapsed, CancellationToken cancellation)
    {
        var ahead = TimeSpan.FromSeconds((double)looked / pace.RowsPerSecond) - elapsed;
        if (ahead > TimeSpan.Zero) await Task.Delay(ahead < pace.Turn ? ahead : pace.Turn, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

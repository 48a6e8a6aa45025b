using Handraiser.Events;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Reacted = Handraiser.Reaction;

namespace Handraiser.Functions.Reaction;

/// <summary>What became of one customer's work.</summary>
/// <param name="Work">The work.</param>
/// <param name="Before">The profile as it was before.</param>
/// <param name="Reaction">What followed; null when the row turned out to be a signpost, or gone, and the work must be assigned anew.</param>
internal sealed record Settled(Work Work, Profile Before, Reacted? Reaction);

/// <summary>
/// Group commit for one bucket: while one transaction is under way, the work of other messages for the same bucket gathers into the next,
/// each customer's profile being written once. Within an instance nothing in a bucket is therefore ever written at the same time twice;
/// a conflict can only come from another instance. The committers of all buckets share a few turns at the storage: what waits for a turn
/// gathers too, which costs a busy instance fewer and larger transactions, and a quiet one nothing. Whoever lost stands back for a while, in which the other finds its rows as it left them
/// and one's own work gathers: two instances at the same customers take turns.
/// </summary>
internal sealed class BucketCommitter(string bucket, ICustomers customers, SemaphoreSlim turns, TimeProvider clock)
{
    private const int MostTries = 12;
    private const int MostDoublings = 6;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private List<Func<Task>> closed = [];
    private List<Waiting> waiting = [];
    private bool busy;

    private sealed record Waiting(IReadOnlyList<Work> Works, Moment Moment, TaskCompletionSource<IReadOnlyList<Settled>> Done);

    /// <summary>
    /// Does something that leads to works, of this bucket above all, when it is the bucket's turn, and just before what waits is committed:
    /// all that is opened for one turn goes into one commit, and until then it takes no more memory than it does closed.
    /// </summary>
    public Task<T> OpenAsync<T>(Func<Task<T>> open, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Join(() => closed.Add(() => TellAsync(open, done)), cancellation);
        return done.Task;
    }

    /// <summary>Reacts to the works and commits; completes when all of them are committed.</summary>
    public Task<IReadOnlyList<Settled>> CommitAsync(IReadOnlyList<Work> works, Moment moment, CancellationToken cancellation)
    {
        var entry = new Waiting(works, moment, new TaskCompletionSource<IReadOnlyList<Settled>>(TaskCreationOptions.RunContinuationsAsynchronously));
        Join(() => waiting.Add(entry), cancellation);
        return entry.Done.Task;
    }

    private static async Task TellAsync<T>(Func<Task<T>> open, TaskCompletionSource<T> done)
    {
        try
        {
            done.TrySetResult(await open());
        }
        catch (Exception e)
        {
            done.TrySetException(e);
        }
    }

    private void Join(Action add, CancellationToken cancellation)
    {
        bool leads;
        lock (gate)
        {
            add();
            leads = !busy;
            busy = true;
        }
        if (leads) _ = LeadAsync(cancellation);
    }

    private async Task LeadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await turns.WaitAsync(CancellationToken.None);
            try
            {
                if (TakeClosed() is not { } opens) return;
                await Task.WhenAll(opens.Select(open => open()));
                if (TakeWaiting() is { Count: > 0 } group) await SettleAsync(group, cancellation);
            }
            finally
            {
                turns.Release();
            }
        }
    }

    /// <summary>What is to be opened; null when there is nothing to do any more, and nobody leads.</summary>
    private List<Func<Task>>? TakeClosed()
    {
        lock (gate)
        {
            busy = closed.Count + waiting.Count > 0;
            if (!busy) return null;
            (var opens, closed) = (closed, []);
            return opens;
        }
    }

    private List<Waiting> TakeWaiting()
    {
        lock (gate)
        {
            (var group, waiting) = (waiting, []);
            return group;
        }
    }

    private async Task SettleAsync(List<Waiting> group, CancellationToken cancellation)
    {
        try
        {
            var settled = await CommitGroupAsync(group, cancellation);
            foreach (var entry in group) entry.Done.TrySetResult([.. entry.Works.Select(w => settled[w])]);
        }
        catch (Exception e)
        {
            // Nobody in the group knows whether it was written: each message fails, comes again, and finds out.
            foreach (var entry in group) entry.Done.TrySetException(e);
        }
    }

    private async Task<Dictionary<Work, Settled>> CommitGroupAsync(List<Waiting> group, CancellationToken cancellation)
    {
        var settled = new Dictionary<Work, Settled>();
        var moment = group[^1].Moment;
        var open = group.SelectMany(g => g.Works).GroupBy(w => w.CustomerId, StringComparer.Ordinal).Select(g => g.ToList()).ToList();
        for (var attempt = 1; open.Count > 0; attempt++)
        {
            if (attempt > MostTries) throw new RowMovedException();
            if (attempt > 1) await StandBackAsync(attempt, cancellation);
            open = await CommitOnceAsync(open, attempt == 1, moment, settled, cancellation);
        }
        return settled;
    }

    /// <summary>Waits, and lets other buckets have the turn meanwhile.</summary>
    private async Task StandBackAsync(int attempt, CancellationToken cancellation)
    {
        turns.Release();
        try
        {
            await Task.Delay(StandBack(attempt), clock, cancellation);
        }
        finally
        {
            await turns.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>
    /// A part of a span that doubles with every try, of 20 ms at first. Which part, the ticks of the clock say: two instances do not lose at
    /// the same tenth of a microsecond.
    /// </summary>
    private TimeSpan StandBack(int attempt)
    {
        var longest = ShortestWait * (1 << Math.Min(attempt - 2, MostDoublings));
        return longest * (new Random(clock.GetUtcNow().UtcTicks.GetHashCode()).NextDouble() / 2 + 0.5);
    }

    /// <summary>Decides and writes; returns the works whose row was newer than the one they were decided on.</summary>
    private async Task<List<List<Work>>> CommitOnceAsync(List<List<Work>> open, bool first, Moment moment, Dictionary<Work, Settled> settled, CancellationToken cancellation)
    {
        // Those that were refused are not what was found when they were assigned any more.
        if (!first) await customers.LoadAsync(open.Select(works => works[0].CustomerId), cancellation);
        var changes = new List<CustomerChange>(open.Count);
        var decided = new Dictionary<string, (List<Work> Works, Profile Before, Reacted Reaction)>(StringComparer.Ordinal);
        foreach (var works in open)
        {
            var id = works[0].CustomerId;
            var found = first ? customers.Known(id) ?? works[^1].Found : await customers.LoadAsync(id, cancellation);
            var (row, made) = await DecideAsync(found, works, moment, cancellation);
            if (made is not { } reaction)
            {
                foreach (var work in works) settled[work] = new Settled(work, row.Profile, null);
            }
            else if (ReferenceEquals(reaction.Profile, row.Profile)) Settle(works, row.Profile, reaction, settled);
            else
            {
                changes.Add(new CustomerChange(row, reaction.Profile));
                decided[row.Profile.Id] = (works, row.Profile, reaction);
            }
        }
        if (changes.Count == 0) return [];

        var written = await customers.CommitAsync(bucket, changes, cancellation);
        var refused = new List<List<Work>>();
        foreach (var (customerId, (works, before, reaction)) in decided)
        {
            if (written.ContainsKey(customerId)) Settle(works, before, reaction, settled);
            else refused.Add(works);
        }
        return refused;
    }

    /// <summary>
    /// Decides on the row as it is known; null when the work must be assigned anew. What changes nothing is not written, so no conflict would
    /// tell that the table has a newer row than the cache: that a wake has nothing to do is believed only of a row just read.
    /// </summary>
    private async ValueTask<(CustomerRow Row, Reacted? Reaction)> DecideAsync(CustomerRow row, List<Work> works, Moment moment, CancellationToken cancellation)
    {
        var decided = Decide(row, works, moment);
        if (!ReferenceEquals(decided.Reaction?.Profile, decided.Row.Profile) || !works.Any(w => w.Events.Any(e => e.Kind == EventKinds.TimePassed))) return decided;
        var id = works[0].CustomerId;
        customers.Forget(id);
        return Decide(await customers.LoadAsync(id, cancellation), works, moment);
    }

    private static (CustomerRow Row, Reacted? Reaction) Decide(CustomerRow row, List<Work> works, Moment moment) =>
        row.Profile.MovedTo is not null || (row.ETag is null && works.Any(w => w.Existed)) ? (row, null) : (row, Decide(row.Profile, works, moment));

    private static Reacted Decide(Profile profile, List<Work> works, Moment moment)
    {
        foreach (var source in works.SelectMany(w => w.Absorb)) profile = Merging.Absorb(profile, source, moment.Playbook);
        profile = Erasure.Remembering(profile, works.SelectMany(w => w.Stops));
        profile = profile.KnownAlsoAt(works.SelectMany(w => w.Homes));
        return Engine.React(profile, [.. works.SelectMany(w => w.Events)], moment.Playbook, moment.Shop, moment.Now);
    }

    /// <summary>The first work of a customer carries the effects; the others were part of it.</summary>
    private static void Settle(List<Work> works, Profile before, Reacted reaction, Dictionary<Work, Settled> settled)
    {
        for (var i = 0; i < works.Count; i++) settled[works[i]] = new Settled(works[i], i == 0 ? before : reaction.Profile, i == 0 ? reaction : reaction with { Effects = [], Folded = 0, Repeated = 0 });
    }
}

/// <summary>What holds while one group is decided: the rules, the state of the shop, and the time.</summary>
/// <param name="Playbook">The rules in force.</param>
/// <param name="Shop">What holds for all customers.</param>
/// <param name="Now">UTC.</param>
internal sealed record Moment(Playbook Playbook, ShopState Shop, DateTimeOffset Now);

using Handraiser.Events;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Reaction;

/// <summary>
/// Everything between a message of events and its effects: find the customers, fold and decide, commit, hand on. A message may be handled
/// any number of times, wholly or in part.
/// </summary>
internal sealed partial class Reactor(
    ICustomers customers, Identity identity, Enrichment enrichment, IMoments moments, IAgenda agenda, IHandOn handOn, IParked parked, Erasures erasures, ISuppressions suppressions, ILogger<Reactor> log, TimeProvider? clock = null, BudgetBook? budget = null)
{
    private const int MostRounds = 5;
    private const int CommitsAtOnce = 4;

    private readonly BucketCommitter[] committers = Committers(customers, clock ?? TimeProvider.System);

    /// <summary>Handles some events. When the call returns, all are committed and handed on, or parked with their reason.</summary>
    public Task HandleAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation) => HandleAsync(null, () => events, cancellation);

    /// <summary>
    /// The same for the events of a message. Where it is known in which bucket they begin, the message is opened when it is that bucket's turn:
    /// until then it takes the memory of its text and no more, so that many can wait, be committed together and cost few writes. For the
    /// same reason nothing here keeps an event once it is committed: whatever needs them again, reads them again.
    /// </summary>
    public async Task HandleAsync(int? bucket, Func<IReadOnlyList<CustomerEvent>> read, CancellationToken cancellation)
    {
        Moment? moment = null;
        var isOpen = false;
        try
        {
            var way = bucket is { } number ? await committers[number].OpenAsync(OpenAsync, cancellation) : await OpenAsync();
            await FinishAsync(way, moment!, cancellation);
        }
        catch (Exception e) when (isOpen && e is not OperationCanceledException && !IsPassing(e))
        {
            // One bad event must not take the others with it: alone, each shows what it does.
            var events = await EnrichAsync(read(), cancellation);
            if (events.Length == 1) await ParkAsync(events[0], e, moment!, cancellation);
            else await HandleEachAsync(events, moment!, cancellation);
        }

        async Task<OnTheirWay> OpenAsync()
        {
            cancellation.ThrowIfCancellationRequested();
            moment = await moments.NowAsync(cancellation);
            var events = read();
            isOpen = true;
            return await AssignAsync(await EnrichAsync(events, cancellation), moment, cancellation);
        }
    }

    private async ValueTask<CustomerEvent[]> EnrichAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation)
    {
        var known = new CustomerEvent[events.Count];
        for (var i = 0; i < known.Length; i++) known[i] = await enrichment.EnrichAsync(events[i], cancellation);
        return known;
    }

    private static BucketCommitter[] Committers(ICustomers customers, TimeProvider clock)
    {
        var turns = new SemaphoreSlim(CommitsAtOnce);
        return [.. Enumerable.Range(0, Identity.Buckets).Select(i => new BucketCommitter(Identity.BucketName(i), customers, turns, clock))];
    }

    private async Task HandleEachAsync(IReadOnlyList<CustomerEvent> events, Moment moment, CancellationToken cancellation)
    {
        foreach (var one in events)
        {
            try
            {
                await FinishAsync(await AssignAsync([one], moment, cancellation), moment, cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException && !IsPassing(e))
            {
                await ParkAsync(one, e, moment, cancellation);
            }
        }
    }

    /// <summary>Waits for the commits, hands on what follows, and does the same for events whose customer moved meanwhile.</summary>
    private async Task FinishAsync(OnTheirWay way, Moment moment, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            await Task.WhenAll(way.Commits);
            await HandOnAsync(way.Follows, cancellation);
            foreach (var source in way.Follows.Absorbed.DistinctBy(p => p.Id)) await StripAsync(source, cancellation);
            var open = way.Again.Concat(way.Follows.Again).ToList();
            if (open.Count == 0) return;
            // A row that was gone may have been erased by another instance a moment ago.
            erasures.Forget();
            if (round == MostRounds) throw new RowMovedException();
            way = await AssignAsync(open, moment, cancellation);
        }
    }

    /// <summary>Finds the customers of events, and sees to it that they are committed.</summary>
    private async Task<OnTheirWay> AssignAsync(IReadOnlyList<CustomerEvent> events, Moment moment, CancellationToken cancellation)
    {
        var named = new Named[events.Count];
        for (var i = 0; i < named.Length; i++) named[i] = new Named(events[i], identity.Names(events[i].Customer));
        var whereabouts = new Whereabouts(customers, await erasures.NowAsync(cancellation), suppressions);
        var works = new Dictionary<string, Work>(StringComparer.Ordinal);
        List<CustomerEvent> again = [];
        await whereabouts.LookAheadAsync(named, cancellation);
        foreach (var one in named)
        {
            try
            {
                await whereabouts.AssignAsync(one, works, cancellation);
            }
            catch (RowMovedException)
            {
                again.Add(one.Event);
            }
        }
        var follows = new Follows(identity);
        return new OnTheirWay(again, [.. works.Values.GroupBy(w => Identity.BucketNumber(w.CustomerId)).Select(g => CommitAsync(committers[g.Key], [.. g], moment, follows, cancellation))], follows);
    }

    private static async Task CommitAsync(BucketCommitter committer, IReadOnlyList<Work> works, Moment moment, Follows follows, CancellationToken cancellation) =>
        follows.From(await committer.CommitAsync(works, moment, cancellation));

    private async Task HandOnAsync(Follows follows, CancellationToken cancellation)
    {
        foreach (var spending in follows.GiveBack) budget?.GiveBack(spending);
        foreach (var (customerId, text) in follows.Alerts) LogAlert(customerId, text);
        await Task.WhenAll(
            follows.Wakes.Count == 0 ? Task.CompletedTask : agenda.ArmAsync(follows.Wakes, cancellation),
            follows.Arose.Count == 0 ? Task.CompletedTask : suppressions.KeepAsync(follows.Arose, cancellation),
            follows.Lifted.Count == 0 ? Task.CompletedTask : suppressions.LiftAsync(follows.Lifted, cancellation),
            follows.Actions.Count == 0 ? Task.CompletedTask : handOn.DeliverAsync(follows.Actions, cancellation));
    }

    /// <summary>Empties a signpost whose content has been absorbed. One that is missed keeps its content, which absorbing again leaves unchanged.</summary>
    private async Task StripAsync(Profile source, CancellationToken cancellation)
    {
        var row = await customers.LoadAsync(source.Id, cancellation);
        if (row.Profile.MovedTo is not { } to || row.Profile.FirstFact is null) return;
        var bare = Profile.New(source.Id) with { MovedTo = to };
        await customers.CommitAsync(Identity.Bucket(source.Id), [new CustomerChange(row, bare)], cancellation);
    }

    private async Task ParkAsync(CustomerEvent one, Exception e, Moment moment, CancellationToken cancellation)
    {
        Meters.Parked.Add(1);
        LogParked(one.Kind, one.Source, e.GetType().Name);
        var reason = e is EventRefusedException ? e.Message : $"{e.GetType().Name} while the event was processed; see the log of that time.";
        await parked.ParkAsync(Names.Queues.Events, reason, System.Text.Json.JsonSerializer.Serialize(one, EventJson.One), moment.Now, cancellation);
    }

    /// <summary>Storage failing, rows in dispute, or memory that others take say nothing about the event: the message comes again.</summary>
    private static bool IsPassing(Exception e) =>
        e is Azure.RequestFailedException or RowMovedException or OutOfMemoryException or IOException or TimeoutException or System.Net.Http.HttpRequestException
        // Among the tries of a client, one that was cancelled is one that took too long.
        || (e is AggregateException all && all.InnerExceptions.All(one => one is OperationCanceledException || IsPassing(one)));

    /// <summary>Events on their way to their customers.</summary>
    /// <param name="Again">Those whose customer moved while they were assigned.</param>
    /// <param name="Commits">The others, by bucket.</param>
    /// <param name="Follows">What follows from those that are committed.</param>
    private sealed record OnTheirWay(List<CustomerEvent> Again, Task[] Commits, Follows Follows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Parked an event of kind {Kind} from {Source}: {Error}")]
    private partial void LogParked(string kind, string source, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alert about customer {CustomerId}: {Text}")]
    private partial void LogAlert(string customerId, string text);
}

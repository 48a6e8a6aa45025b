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

    /// <summary>Handles the events of one message. When the call returns, all are committed and handed on, or parked with their reason.</summary>
    public async Task HandleAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation)
    {
        var moment = await moments.NowAsync(cancellation);
        var known = new CustomerEvent[events.Count];
        for (var i = 0; i < known.Length; i++) known[i] = await enrichment.EnrichAsync(events[i], cancellation);
        events = known;
        try
        {
            await HandleAsync(events, moment, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException && !IsPassing(e))
        {
            // One bad event must not take the others with it: alone, each shows what it does.
            if (events.Count == 1) await ParkAsync(events[0], e, moment, cancellation);
            else await HandleEachAsync(events, moment, cancellation);
        }
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
                await HandleAsync([one], moment, cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException && !IsPassing(e))
            {
                await ParkAsync(one, e, moment, cancellation);
            }
        }
    }

    private async Task HandleAsync(IReadOnlyList<CustomerEvent> events, Moment moment, CancellationToken cancellation)
    {
        var open = events;
        for (var round = 1; open.Count > 0; round++)
        {
            if (round > MostRounds) throw new RowMovedException();
            open = await RoundAsync(open, moment, cancellation);
            // A row that was gone may have been erased by another instance a moment ago.
            if (open.Count > 0) erasures.Forget();
        }
    }

    /// <summary>Assigns, commits and hands on; returns events whose customer moved meanwhile.</summary>
    private async Task<IReadOnlyList<CustomerEvent>> RoundAsync(IReadOnlyList<CustomerEvent> events, Moment moment, CancellationToken cancellation)
    {
        var whereabouts = new Whereabouts(customers, identity, await erasures.NowAsync(cancellation), suppressions);
        var works = new Dictionary<string, Work>(StringComparer.Ordinal);
        List<CustomerEvent> again = [];
        await whereabouts.LookAheadAsync(events, cancellation);
        foreach (var one in events)
        {
            try
            {
                await whereabouts.AssignAsync(one, works, cancellation);
            }
            catch (RowMovedException)
            {
                again.Add(one);
            }
        }
        var commits = works.Values.GroupBy(w => Identity.BucketNumber(w.CustomerId)).Select(g => committers[g.Key].CommitAsync([.. g], moment, cancellation));
        var settled = (await Task.WhenAll(commits)).SelectMany(s => s).ToList();
        await HandOnAsync(settled, cancellation);
        await StripAsync(settled, cancellation);
        foreach (var one in settled)
        {
            if (one.Reaction is null) again.AddRange(one.Work.Events);
        }
        return again;
    }

    private async Task HandOnAsync(List<Settled> settled, CancellationToken cancellation)
    {
        var wakes = new List<WakeUp>();
        var actions = new List<(string, PlannedAction)>();
        var arose = new List<KeptStop>();
        var lifted = new List<KeptStop>();
        foreach (var (work, before, reaction) in settled)
        {
            if (reaction is null) continue;
            var stops = Stops.Between(before, reaction.Profile, identity);
            arose.AddRange(stops.Arose);
            lifted.AddRange(stops.Lifted);
            Meters.Folded.Add(reaction.Folded);
            Meters.Repeated.Add(reaction.Repeated);
            Meters.Decided(before, reaction.Profile);
            foreach (var effect in reaction.Effects)
            {
                switch (effect)
                {
                    case Wake wake:
                        wakes.Add(new WakeUp(work.CustomerId, wake.At));
                        break;
                    case Send send:
                        actions.Add((work.CustomerId, send.Action));
                        break;
                    case GiveBack back:
                        budget?.GiveBack(back.Spending);
                        break;
                    case SegmentEntered entered:
                        Meters.Hopped(entered.Hop, entered: true);
                        break;
                    case SegmentLeft left:
                        Meters.Hopped(left.Hop, entered: false);
                        break;
                    case Alert alert:
                        LogAlert(work.CustomerId, alert.Text);
                        break;
                }
            }
        }
        await Task.WhenAll(
            wakes.Count == 0 ? Task.CompletedTask : agenda.ArmAsync(wakes, cancellation),
            arose.Count == 0 ? Task.CompletedTask : suppressions.KeepAsync(arose, cancellation),
            lifted.Count == 0 ? Task.CompletedTask : suppressions.LiftAsync(lifted, cancellation),
            actions.Count == 0 ? Task.CompletedTask : handOn.DeliverAsync(actions, cancellation));
    }

    /// <summary>Empties the signposts whose content has been absorbed. One that is missed keeps its content, which absorbing again leaves unchanged.</summary>
    private async Task StripAsync(List<Settled> settled, CancellationToken cancellation)
    {
        foreach (var source in settled.Where(s => s.Reaction is not null).SelectMany(s => s.Work.Absorb).DistinctBy(p => p.Id))
        {
            var row = await customers.LoadAsync(source.Id, cancellation);
            if (row.Profile.MovedTo is not { } to || row.Profile.FirstFact is null) continue;
            var bare = Profile.New(source.Id) with { MovedTo = to };
            await customers.CommitAsync(Identity.Bucket(source.Id), [new CustomerChange(row, bare)], cancellation);
        }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Parked an event of kind {Kind} from {Source}: {Error}")]
    private partial void LogParked(string kind, string source, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alert about customer {CustomerId}: {Text}")]
    private partial void LogAlert(string customerId, string text);
}

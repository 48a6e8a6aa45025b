using System.Collections.Concurrent;
using System.Globalization;
using Handraiser.Events;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Campaigns;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Sending;
using Handraiser.Functions.Storage;
using Handraiser.IntegrationTests.Sweeping;
using Handraiser.Messages;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.IntegrationTests.Campaigns;

/// <summary>A shop that sends campaigns: tables and blobs are real, the queue is a list that brings everything twice, and delivery counts what each customer gets.</summary>
internal sealed class CampaignShop : IHandOn, IEventSink, ICampaignTurns
{
    private readonly SweptShop shop;
    private readonly List<(CampaignTurn Turn, DateTimeOffset At, string Receipt)> waiting = [];
    private readonly ConcurrentQueue<CustomerEvent[]> packs = new();
    private int receipts;
    private int steps;

    public CampaignShop(SweptShop shop)
    {
        this.shop = shop;
        Switches = new SwitchesTable(shop.Tables);
        (One, Two) = (Begin(), Begin());
        Desk = new CampaignDesk(new CampaignBlobs(shop.Blobs), this, One.Source, new CampaignRoll(shop.Blobs), new CampaignCheck(TemplateSet.Shipped, new CampaignPace()), shop.Around, Switches, new AuditTable(shop.Tables));
    }

    /// <summary>So many steps until the process dies at one; 0 for never. More than a turn has, so that some are taken to their end.</summary>
    public int CrashEvery { get; set; }
    public SwitchesTable Switches { get; }
    public CampaignDesk Desk { get; }
    public Instance One { get; }
    public Instance Two { get; }
    /// <summary>What each customer got, by template.</summary>
    public ConcurrentDictionary<(string Customer, string Campaign), int> Copies { get; } = new();
    /// <summary>Who was first told of when.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Told { get; } = new();
    public int Crashes { get; private set; }
    public IReadOnlyList<CampaignTurn> Waiting => [.. waiting.Select(w => w.Turn)];

    public sealed record Instance(Reactor Reactor, CustomersTable Customers, CampaignSource Source, CampaignDriver Driver);

    /// <summary>Brings turns until none is left or so many were taken: every third to both instances at once, and each again where the process died.</summary>
    public async Task RunAsync(int most = int.MaxValue)
    {
        for (var taken = 0; waiting.Count > 0 && taken < most; taken++)
        {
            waiting.Sort((a, b) => a.At.CompareTo(b.At));
            var (turn, at, _) = waiting[0];
            waiting.RemoveAt(0);
            if (at > shop.Around.Now) shop.Around.Now = at;
            if (taken % 3 == 2) await Task.WhenAll(TakeAsync(One, turn), TakeAsync(Two, turn));
            else await TakeAsync(taken % 2 == 0 ? One : Two, turn);
            await ReactAsync();
        }
    }

    public async Task TellAsync(params CustomerEvent[] events)
    {
        foreach (var some in events.Chunk(100)) await One.Reactor.HandleAsync(some, default);
    }

    /// <summary>The switches as every instance reads them within half a minute.</summary>
    public async Task ReadSwitchesAsync() => shop.Around.Shop = ShopState.Default with { PausedPlays = [.. (await Switches.ReadAsync(default)).Paused.Select(p => p.Play)] };

    public async Task<Dictionary<string, int>> ResultsAsync(string id)
    {
        var all = new Dictionary<string, int>();
        for (var after = "0"; after is not null;)
        {
            var part = await Desk.PeopleAsync(id, long.Parse(after, CultureInfo.InvariantCulture), 100, default);
            foreach (var (outcome, count) in part.Counts) all[outcome] = all.GetValueOrDefault(outcome) + count;
            after = part.After;
        }
        return all;
    }

    Task IEventSink.AcceptAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation)
    {
        Die();
        foreach (var some in events.Chunk(100)) packs.Enqueue(some);
        foreach (var one in events) Told.TryAdd(one.Id, shop.Around.Now);
        Die();
        return Task.CompletedTask;
    }

    Task IEventSink.AcceptAsync(LineBatch events, CancellationToken cancellation) => throw new InvalidOperationException("A campaign tells of events.");

    Task<string> ICampaignTurns.LaterAsync(CampaignTurn turn, TimeSpan wait, CancellationToken cancellation)
    {
        lock (waiting)
        {
            var receipt = (++receipts).ToString(CultureInfo.InvariantCulture);
            waiting.Add((turn, shop.Around.Now + wait, receipt));
            Die();
            return Task.FromResult(receipt);
        }
    }

    Task ICampaignTurns.TakeBackAsync(string receipt, CancellationToken cancellation)
    {
        lock (waiting) waiting.RemoveAll(w => w.Receipt == receipt);
        return Task.CompletedTask;
    }

    /// <summary>Delivery: the last look, the claim, the call that counts, the record.</summary>
    async Task IHandOn.DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation)
    {
        foreach (var (customer, planned) in actions)
        {
            One.Customers.Forget(customer);
            var row = await One.Customers.LoadAsync(customer, cancellation);
            if (Delivering.Find(row.Profile, planned.Id) is not { State: ActionState.Decided } action) continue;
            var moment = await shop.Around.NowAsync(cancellation);
            var looked = Recheck.Of(row.Profile, action, MessageKinds.Marketing, moment.Playbook, moment.Shop, moment.Now);
            var next = looked switch
            {
                Refuse refused => Delivering.Drop(row.Profile, action.Id, refused.Why),
                Hold held => Delivering.Postpone(row.Profile, action.Id, held.Until),
                _ => Delivering.Claim(row.Profile, action.Id, new Claim(action.Id, MessageKinds.Marketing, null), moment.Now),
            };
            var written = await One.Customers.CommitAsync(Identity.Bucket(customer), [new CustomerChange(row, next)], cancellation);
            if (looked is not Act || !written.TryGetValue(customer, out var claimed)) continue;
            Copies.AddOrUpdate((customer, action.Play), 1, (_, n) => n + 1);
            await One.Customers.CommitAsync(Identity.Bucket(customer), [new CustomerChange(claimed, Delivering.Record(claimed.Profile, action.Id, new DeliveryOutcome(OutcomeClass.Accepted), moment.Now))], cancellation);
            Two.Customers.Forget(customer);
        }
    }

    private async Task TakeAsync(Instance instance, CampaignTurn turn)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await instance.Driver.TakeAsync(turn, default);
                return;
            }
            catch (IOException) when (tries < 20)
            {
                // The lease runs out and the message comes again.
                Crashes++;
            }
        }
    }

    private async Task ReactAsync()
    {
        while (packs.TryDequeue(out var pack))
        {
            await One.Reactor.HandleAsync(pack, default);
            await Two.Reactor.HandleAsync(pack, default);
        }
    }

    private void Die()
    {
        if (CrashEvery > 0 && Interlocked.Increment(ref steps) % CrashEvery == 0) throw new IOException("The host is gone.");
    }

    private Instance Begin()
    {
        var customers = new CustomersTable(shop.Tables, new CustomerCache(), new CountsBook(TimeProvider.System));
        var suppressions = new SuppressionsTable(shop.Tables);
        var around = shop.Around;
        var reactor = new Reactor(
            customers, shop.Identity, new Enrichment(around, new CatalogueSettings(), new Sightings(TimeProvider.System)), around, new AgendaTable(shop.Tables), this, new ParkedTable(shop.Tables, shop.Blobs), new Erasures(suppressions, TimeProvider.System), suppressions, NullLogger<Reactor>.Instance);
        var roll = new CampaignRoll(shop.Blobs);
        var source = new CampaignSource(new MembersReader(shop.Tables), roll, customers);
        return new Instance(reactor, customers, source, new CampaignDriver(new Dying(new CampaignBlobs(shop.Blobs), this), this, source, roll, this, around));
    }

    /// <summary>Dies before or after a write, as it falls.</summary>
    private sealed class Dying(ICampaignBook inner, CampaignShop shop) : ICampaignBook
    {
        public Task<(CampaignState? State, string? Version)> ReadAsync(string id, CancellationToken cancellation) => inner.ReadAsync(id, cancellation);

        public async Task<bool> WriteAsync(CampaignState state, string? version, CancellationToken cancellation)
        {
            shop.Die();
            var written = await inner.WriteAsync(state, version, cancellation);
            shop.Die();
            return written;
        }

        public Task<IReadOnlyList<CampaignState>> LastAsync(int most, CancellationToken cancellation) => inner.LastAsync(most, cancellation);
    }
}

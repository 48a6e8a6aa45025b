using Handraiser.Campaigns;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Campaigns;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Testing.Storage;
using Xunit;

namespace Handraiser.Tests.Campaigns;

/// <summary>What is shown of a campaign is what was counted with its people, and costs as little for many as for few.</summary>
public sealed class CampaignFiguresTests
{
    private const int People = 400;
    private static readonly DateTimeOffset Start = new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero);
    private static readonly Campaign Spring = new() { Id = "spring", Template = "newsletter", Holdout = 0.2 };
    private static readonly Playbook Book = PlaybookLoader.Load("store: { name: Ridgeway, timeZone: Europe/London, currency: GBP }\nlimits: { email: { minGap: 16h, perWeek: 3 } }").OrThrow();

    private readonly MemoryAccount account = new(TimeProvider.System);
    private readonly Clock clock = new() { Now = Start };
    private readonly Identity identity = new(new byte[32]);

    [Fact]
    public async Task The_figures_equal_a_recount_of_all_profiles_whatever_was_told_twice_taken_back_or_merged()
    {
        var customers = Customers(DirectLine.Instance);
        await ChooseAllAsync(customers);
        for (var n = 0; n < People; n += 2)
        {
            var after = clock.Now.AddMinutes(n % 7);
            if (n % 3 == 0) await TellAsync(customers, Id(n), Did(n, EventKinds.EmailOpened, after));
            if (n % 4 == 0) await TellAsync(customers, Id(n), Did(n, EventKinds.EmailClicked, after), Did(n, EventKinds.EmailClicked, after) with { Id = $"again-{n}" });
            if (n % 10 == 0) await TellAsync(customers, Id(n), Order(n, after));
            // A scanner that follows every link: what its first clicks counted is taken back.
            if (n % 14 == 0) await TellAsync(customers, Id(n), [.. Enumerable.Range(0, 4).Select(i => Did(n, EventKinds.EmailClicked, after.AddSeconds(1)) with { Id = $"burst-{n}-{i}", Data = new EventData { Campaign = "spring", MessageId = $"m-{n}", Url = $"https://ridgeway.example/{i}", Ip = "81.2.69.142" } })]);
            if (n % 30 == 0) await TellAsync(customers, Id(n), new CustomerEvent { Id = $"cancel-{n}", Kind = EventKinds.OrderCancelled, At = after.AddHours(1), Source = "test", Customer = new Identifiers { Id = Id(n) }, Data = new EventData { OrderId = $"o-{n}" } });
        }
        // Two who turn out to be one person.
        var (one, other) = (await customers.LoadAsync(Id(0), default), await customers.LoadAsync(Id(1), default));
        await CommitAsync(customers, one, Merging.Absorb(one.Profile, other.Profile, Book));
        await CommitAsync(customers, other, other.Profile.MovedAway(Id(0)));

        var sums = await Figures(DirectLine.Instance).OfAsync(State, default);

        var profiles = await customers.ScanAsync(default).ToListAsync();
        var outcomes = profiles.CountBy(p => CampaignResult.Of(p, "spring").Outcome).ToDictionary(c => c.Key, c => (long)c.Value);
        var did = profiles.Select(p => (CampaignResult.Of(p, "spring").Outcome, Did: CampaignEffect.Of(p, "spring"))).ToList();
        Assert.Equal(outcomes.OrderBy(o => o.Key), sums.Outcomes.Where(o => o.Key != CampaignResult.Unknown).OrderBy(o => o.Key));
        Assert.Equal(1, sums.Outcomes[CampaignResult.Unknown]);
        Assert.Equal((did.Count(d => d.Did.Opened), did.Count(d => d.Did.Clicked)), ((int)sums.Opened, (int)sums.Clicked));
        Assert.Equal(Orders(CampaignResult.Sent), sums.Ordered);
        Assert.Equal(Orders(Gates.HeldOut), sums.OrderedHeldOut);
        Assert.True(sums.Ordered.People > 0 && sums.OrderedHeldOut.People > 0 && sums.Clicked > 0 && outcomes[Gates.HeldOut] > 0 && outcomes[Gates.Suppressed] > 0);

        CampaignOrders Orders(string outcome) => new(did.Count(d => d.Outcome == outcome && d.Did.Orders > 0), did.Where(d => d.Outcome == outcome).Sum(d => d.Did.Worth));
    }

    [Fact]
    public async Task A_look_costs_one_call_a_bucket_however_many_were_chosen()
    {
        await ChooseAllAsync(Customers(DirectLine.Instance));
        var line = new Counting();

        await Figures(line).OfAsync(State, default);

        Assert.Equal(Identity.Buckets, line.Calls);
    }

    private static CampaignState State => new() { Campaign = Spring, PerMinute = 600, CreatedAt = Start, StartsAt = Start, Chosen = People };

    private string Id(int n) => identity.OfEmail($"c{n}@shop.example")!;

    private CustomersTable Customers(IStorageLine line)
    {
        var (tables, _, _) = account.Clients(line);
        tables.CreateTableIfNotExistsAsync(Names.Tables.Customers).GetAwaiter().GetResult();
        return new CustomersTable(tables, new CustomerCache(), new CountsBook(clock));
    }

    private CampaignFigures Figures(IStorageLine line) => new(account.Clients(line).Tables, clock);

    private async Task ChooseAllAsync(CustomersTable customers)
    {
        for (var n = 0; n < People; n++)
        {
            await TellAsync(customers, Id(n), new CustomerEvent { Id = $"known-{n}", Kind = EventKinds.CustomerKnown, At = Start.AddDays(-300), Source = "test", Customer = new Identifiers { Email = $"c{n}@shop.example" } });
            if (n % 10 == 7) await TellAsync(customers, Id(n), new CustomerEvent { Id = $"no-{n}", Kind = EventKinds.EmailUnsubscribed, At = Start.AddDays(-3), Source = "test", Customer = new Identifiers { Id = Id(n) } });
            await TellAsync(customers, Id(n), Spring.Choose(Id(n), clock.Now));
            await DeliverAsync(customers, n);
        }
        clock.Now += TimeSpan.FromHours(3);
    }

    /// <summary>As delivery does: the last look, the claim, the record.</summary>
    private async Task DeliverAsync(CustomersTable customers, int n)
    {
        var row = await customers.LoadAsync(Id(n), default);
        if (row.Profile.Actions.SingleOrDefault() is not { } action) return;
        switch (Recheck.Of(row.Profile, action, MessageKinds.Marketing, Book, ShopState.Default, clock.Now))
        {
            case Refuse refused:
                await CommitAsync(customers, row, Delivering.Drop(row.Profile, action.Id, refused.Why));
                break;
            case Act:
                var claimed = await CommitAsync(customers, row, Delivering.Claim(row.Profile, action.Id, new Claim($"claim-{n}", MessageKinds.Marketing, null), clock.Now));
                await CommitAsync(customers, claimed, Delivering.Record(claimed.Profile, action.Id, new DeliveryOutcome(OutcomeClass.Accepted) { ProviderId = $"m-{n}" }, clock.Now));
                break;
        }
    }

    private async Task TellAsync(CustomersTable customers, string id, params CustomerEvent[] events)
    {
        var row = await customers.LoadAsync(id, default);
        await CommitAsync(customers, row, Engine.React(row.Profile, events, Book, ShopState.Default, clock.Now).Profile);
    }

    private static async Task<CustomerRow> CommitAsync(CustomersTable customers, CustomerRow row, Profile next) =>
        ReferenceEquals(row.Profile, next) ? row : (await customers.CommitAsync(Identity.Bucket(next.Id), [new CustomerChange(row, next)], default))[next.Id];

    private CustomerEvent Did(int n, string kind, DateTimeOffset at) => new()
    {
        Id = $"{kind}-{n}", Kind = kind, At = at, Source = "test", Customer = new Identifiers { Id = Id(n) },
        Data = new EventData { Campaign = "spring", MessageId = $"m-{n}", Url = "https://ridgeway.example/p1" },
    };

    private CustomerEvent Order(int n, DateTimeOffset at) => new()
    {
        Id = $"order-{n}", Kind = EventKinds.OrderPlaced, At = at, Source = "test", Customer = new Identifiers { Id = Id(n) }, Data = new EventData { OrderId = $"o-{n}", Value = 10 + n, Currency = "GBP" },
    };

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Counting : IStorageLine
    {
        public int Calls { get; private set; }

        public Task<T> CallAsync<T>(StorageCall asked, Func<T> effect)
        {
            Calls++;
            return Task.FromResult(effect());
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Operators;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.IntegrationTests.Privacy;

[Collection(AzuriteTests.Name)]
public sealed class ErasureTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);
    private const string Erased = "what-was-erased";
    private static readonly Identifiers Ada = new() { Email = "ada@shop.example", ShopId = "shopify:7" };

    private readonly Identity identity = new(RandomNumberGenerator.GetBytes(32));
    private readonly World world = new();
    private readonly TableServiceClient tables;
    private readonly CustomersTable customers;
    private readonly SuppressionsTable suppressions;
    private readonly FollowUpsTable followUps;
    private readonly ParkedTable parked;
    private readonly Reactor reactor;
    private readonly Eraser eraser;
    private readonly PrivacyDesk desk;
    private readonly Erasures erasures;
    private int events;

    public ErasureTests(AzuriteFixture azurite)
    {
        tables = new TableServiceClient(azurite.ConnectionString);
        customers = new CustomersTable(tables, new CustomerCache(), new CountsBook(TimeProvider.System));
        suppressions = new SuppressionsTable(tables);
        followUps = new FollowUpsTable(tables);
        parked = new ParkedTable(tables, new BlobServiceClient(azurite.ConnectionString));
        erasures = new Erasures(suppressions, TimeProvider.System);
        var agenda = new AgendaTable(tables);
        var audit = new AuditTable(tables);
        reactor = new Reactor(customers, identity, new Enrichment(world, new CatalogueSettings(), new Sightings(TimeProvider.System)), world, agenda, world, parked, erasures, suppressions, NullLogger<Reactor>.Instance);
        eraser = new Eraser(customers, identity, suppressions, agenda, followUps, audit, erasures, world);
        desk = new PrivacyDesk(eraser, new CustomerLookup(customers, identity), customers, identity, followUps, audit, parked, world);
    }

    private string Home => identity.FirstHome(Ada)!;

    public Task InitializeAsync() => Task.WhenAll(Names.Tables.All.Select(name => tables.CreateTableIfNotExistsAsync(name)));

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task After_an_erasure_nothing_is_left_and_a_late_event_and_a_replay_bring_nothing_back()
    {
        var order = Event(EventKinds.OrderPlaced, -2);
        await TellAsync(order, Event(EventKinds.EmailComplained, -1));
        var profile = (await customers.LoadAsync(Home, default)).Profile;
        await followUps.AddAsync(FollowUp(profile.Id), default);

        Assert.True(await eraser.EraseAsync(Home, "operator", Now, default));
        await TellAsync(order, Event(EventKinds.EmailClicked, 1), Event(EventKinds.TimePassed, 1) with { Customer = new Identifiers { Id = profile.Id } });

        Assert.Empty(await RowsAsync(Names.Tables.Customers, profile.Id));
        Assert.Empty(await RowsAsync(Names.Tables.Customers, identity.Home("shop", "shopify:7")));
        Assert.Empty(await RowsAsync(Names.Tables.Agenda, profile.Id));
        Assert.Null(await followUps.FindAsync("f-" + profile.Id, default));
        Assert.False(await eraser.EraseAsync(Home, "operator", Now, default));
    }

    [Fact]
    public async Task A_stop_outlives_the_erasure_and_is_there_when_the_customer_comes_back()
    {
        await TellAsync(Event(EventKinds.OrderPlaced, -2), Event(EventKinds.EmailComplained, -1));
        await eraser.EraseAsync(Home, "operator", Now, default);

        await TellAsync(Event(EventKinds.OrderPlaced, 1));

        var back = (await customers.LoadAsync(Home, default)).Profile;
        Assert.Equal(1, back.EventCount);
        Assert.Equal(SuppressionReasons.Complained, back.Permissions.Stopped(Channels.Email)!.Reason);
        await TellAsync(Event(EventKinds.EmailClicked, 2), Event(EventKinds.ProductViewed, -3));
        Assert.Equal(2, (await customers.LoadAsync(Home, default)).Profile.EventCount);
    }

    [Fact]
    public async Task A_row_that_an_instance_wrote_before_it_knew_is_swept_away_and_one_who_came_back_stays()
    {
        await TellAsync(Event(EventKinds.OrderPlaced, -2));
        await eraser.EraseAsync(Home, "operator", Now, default);
        var late = Profile.New(Home) with { FirstFact = Now.AddHours(-1) };
        await customers.CommitAsync(Identity.Bucket(Home), [new CustomerChange(await customers.LoadAsync(Home, default), late)], default);

        await desk.CarryOutAsync(world.Later.Dequeue(), default);
        Assert.Empty(await RowsAsync(Names.Tables.Customers, Home));

        await TellAsync(Event(EventKinds.OrderPlaced, 1));
        await desk.CarryOutAsync(world.Later.Dequeue(), default);
        Assert.NotEmpty(await RowsAsync(Names.Tables.Customers, Home));
    }

    [Fact]
    public async Task An_instance_that_still_has_the_row_in_its_cache_does_not_write_it_again()
    {
        await TellAsync(Event(EventKinds.OrderPlaced, -2));
        var elsewhere = new CustomersTable(tables, new CustomerCache(), new CountsBook(TimeProvider.System));
        var row = await elsewhere.LoadAsync(Home, default);
        await suppressions.EraseAsync([Home], Now, default);
        Assert.True(await elsewhere.RemoveAsync(row, default));

        await TellAsync(Event(EventKinds.EmailClicked, 1));

        Assert.Empty(await RowsAsync(Names.Tables.Customers, Home));
    }

    [Fact]
    public async Task An_instance_that_remembers_the_customer_and_knows_of_no_erasure_brings_nothing_back()
    {
        var elsewhere = Elsewhere(out _);
        await elsewhere.HandleAsync([Secret(-3), Event(EventKinds.OrderPlaced, -2)], default);
        await eraser.EraseAsync(Home, "operator", Now, default);

        await elsewhere.HandleAsync([Event(EventKinds.EmailClicked, -1)], default);
        await elsewhere.HandleAsync([Event(EventKinds.ProductViewed, 1)], default);
        Assert.Empty(await RowsAsync(Names.Tables.Customers, Home));

        await elsewhere.HandleAsync([Event(EventKinds.OrderPlaced, 2), Secret(-3)], default);
        Assert.Equal(1, await AssertBareAsync());
    }

    [Fact]
    public async Task A_customers_own_word_on_an_instance_that_still_remembers_them_begins_anew()
    {
        var elsewhere = Elsewhere(out _);
        await elsewhere.HandleAsync([Secret(-3)], default);
        await eraser.EraseAsync(Home, "operator", Now, default);

        await elsewhere.HandleAsync([Event(EventKinds.OrderPlaced, 1)], default);

        Assert.Equal(1, await AssertBareAsync());
    }

    [Fact]
    public async Task A_cached_signpost_that_still_held_the_customer_gives_nothing_to_the_one_who_came_back()
    {
        var elsewhere = Elsewhere(out var cached);
        var shopHome = identity.Home("shop", Ada.ShopId!);
        await elsewhere.HandleAsync([Secret(-3) with { Customer = Ada with { ShopId = null } }], default);
        // It died before the target had it; another instance finished the merging.
        var row = await cached.LoadAsync(Home, default);
        await cached.CommitAsync(Identity.Bucket(Home), [new CustomerChange(row, row.Profile with { MovedTo = shopHome })], default);
        await TellAsync(Event(EventKinds.OrderPlaced, -2));
        await eraser.EraseAsync(Home, "operator", Now, default);
        await TellAsync(Event(EventKinds.OrderPlaced, 1));

        await elsewhere.HandleAsync([Event(EventKinds.OrderPlaced, 2) with { Customer = Ada with { ShopId = null } }], default);

        Assert.Equal(2, await AssertBareAsync());
    }

    [Fact]
    public async Task A_store_systems_wish_to_erase_is_carried_out_by_any_name()
    {
        await TellAsync(Event(EventKinds.OrderPlaced, -2));
        await desk.CarryOutAsync(Asked(PrivacyKind.Erase, new Identifiers { ShopId = "shopify:7" }), default);
        Assert.Empty(await RowsAsync(Names.Tables.Customers, Home));
    }

    [Fact]
    public async Task A_wish_to_know_stands_before_a_person_with_where_to_find_the_answer()
    {
        await TellAsync(Event(EventKinds.OrderPlaced, -2));
        await desk.CarryOutAsync(Asked(PrivacyKind.Access, Ada), default);

        var item = Assert.Single(await followUps.OpenAsync(default), f => f.CustomerId == Home);
        Assert.Equal(FollowUpKind.DataRequest, item.Kind);
        Assert.Contains($"/api/customers/{Home}/export", item.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_shop_goes_bucket_by_bucket_once_a_person_has_confirmed_it()
    {
        await TellAsync(Event(EventKinds.OrderPlaced, -2));
        var asked = Asked(PrivacyKind.EraseShop, new Identifiers());
        await desk.CarryOutAsync(asked, default);
        Assert.NotEmpty(await RowsAsync(Names.Tables.Customers, Home));

        await desk.CarryOutAsync(PrivacyMessage.Read((asked with { Bucket = Identity.BucketNumber(Home) }).Write()), default);

        Assert.Empty(await RowsAsync(Names.Tables.Customers, Home));
    }

    [Fact]
    public async Task The_export_holds_everything_that_was_told()
    {
        await TellAsync(Event(EventKinds.OrderPlaced, -2), Event(EventKinds.EmailComplained, -1));
        var text = Encoding.UTF8.GetString(ProfileExport.Write((await customers.LoadAsync(Home, default)).Profile));
        foreach (var told in new[] { Ada.Email!, Ada.ShopId!, "complained", EventKinds.OrderPlaced }) Assert.Contains(told, text, StringComparison.Ordinal);
    }

    /// <summary>Another instance: a cache of its own, and what it knew of erasures when it last looked.</summary>
    private Reactor Elsewhere(out CustomersTable cached)
    {
        cached = new CustomersTable(tables, new CustomerCache(), new CountsBook(TimeProvider.System));
        return new Reactor(cached, identity, new Enrichment(world, new CatalogueSettings(), new Sightings(TimeProvider.System)), world, new AgendaTable(tables), world, parked, new Erasures(suppressions, TimeProvider.System), suppressions, NullLogger<Reactor>.Instance);
    }

    private CustomerEvent Secret(int hours) => Event(EventKinds.ProductViewed, hours) with { Data = new EventData { Product = new ProductLine { ProductId = Erased, Title = Erased, Category = Erased } } };

    /// <summary>The one who came back has nothing of the one who was erased; tells how many events they have.</summary>
    private async Task<int> AssertBareAsync()
    {
        var fresh = new CustomersTable(tables, new CustomerCache(), new CountsBook(TimeProvider.System));
        var row = await fresh.LoadAsync(Home, default);
        while (row.Profile.MovedTo is { } next) row = await fresh.LoadAsync(next, default);
        Assert.DoesNotContain(Erased, Encoding.UTF8.GetString(ProfileJson.Write(row.Profile)), StringComparison.Ordinal);
        return row.Profile.EventCount;
    }

    private Task TellAsync(params CustomerEvent[] told) => reactor.HandleAsync(told, default);

    private CustomerEvent Event(string kind, int hours) => new() { Id = $"e-{++events}", Kind = kind, At = Now.AddHours(hours), Customer = Ada, Data = new EventData { OrderId = $"o-{events}", Value = 20, Currency = "EUR" } };

    private static PrivacyMessage Asked(PrivacyKind kind, Identifiers names) => new() { By = "shopify", At = Now, Request = new PrivacyRequest(AzuriteFixture.RandomName(), kind, names, "skis.example") };

    private static FollowUp FollowUp(string customerId) => new() { Id = "f-" + customerId, CustomerId = customerId, Why = "clicked", Play = "p", Occasion = "o" };

    private async Task<List<TableEntity>> RowsAsync(string table, string customerId)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in tables.GetTableClient(table).QueryAsync<TableEntity>())
        {
            if (row.RowKey.EndsWith(customerId, StringComparison.Ordinal)) rows.Add(row);
        }
        return rows;
    }

    /// <summary>What is around the tables: the rules, the queues, an empty catalogue.</summary>
    private sealed class World : IMoments, IHandOn, IPrivacyQueue, ICatalogue
    {
        public Queue<PrivacyMessage> Later { get; } = new();

        public ValueTask<Moment> NowAsync(CancellationToken cancellation) => ValueTask.FromResult(new Moment(DefaultPlaybook.Playbook, ShopState.Default, Now.AddHours(3)));

        public Task DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation) => Task.CompletedTask;

        public Task SendAsync(PrivacyMessage message, TimeSpan delay, CancellationToken cancellation)
        {
            Later.Enqueue(message);
            return Task.CompletedTask;
        }

        public Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => Task.CompletedTask;

        public Task LearnAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => Task.CompletedTask;

        public ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation) => ValueTask.FromResult<Product?>(null);
    }
}

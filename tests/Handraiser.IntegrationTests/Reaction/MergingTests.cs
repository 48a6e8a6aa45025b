using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.IntegrationTests.Hosting;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.IntegrationTests.Reaction;

/// <summary>Two customers who turn out to be one, across partitions of the real tables: whatever dies or comes at the same time.</summary>
[Collection(AzuriteTests.Name)]
public sealed class MergingTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly Identity identity = new(RandomNumberGenerator.GetBytes(32));
    private int told;

    public async Task InitializeAsync()
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        foreach (var name in Names.Tables.All) await tables.CreateTableIfNotExistsAsync(name);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_process_that_dies_before_or_after_any_write_leaves_what_the_next_delivery_finishes()
    {
        for (var death = 0; ; death++)
        {
            var (ada, bo) = await TwoAsync();
            var tie = Event(EventKinds.CustomerUpdated, ada with { ShopId = bo.ShopId });
            var writes = 0;
            var before = new Wire { Before = r => IsWrite(r) && writes++ == death ? throw new IOException("dead before") : ValueTask.CompletedTask };
            var after = new Wire { After = r => IsWrite(r) && writes++ == death ? throw new IOException("dead after") : ValueTask.CompletedTask };
            foreach (var wire in new[] { before, after })
            {
                writes = 0;
                await Record.ExceptionAsync(() => Instance(wire).HandleAsync([tie], default));
            }
            var died = writes > death;
            await Instance().HandleAsync([tie], default);
            await Instance().HandleAsync([tie], default);

            await OneAsync(ada, bo, events: 5);
            if (!died)
            {
                Assert.True(death >= 2, "It never died: a signpost and the one who absorbs are two writes at least.");
                return;
            }
            Assert.True(death < 20, "It never came to an end.");
        }
    }

    [Fact]
    public async Task Two_instances_that_merge_in_both_directions_at_once_keep_one_customer_and_every_event()
    {
        for (var round = 0; round < 8; round++)
        {
            var (ada, bo) = await TwoAsync();
            var one = Event(EventKinds.CustomerUpdated, ada with { ShopId = bo.ShopId });
            var other = Event(EventKinds.CustomerUpdated, bo with { Email = ada.Email });
            var (left, right) = (Instance(), Instance());
            await Task.WhenAll(left.HandleAsync([one, Event(EventKinds.ProductViewed, ada)], default), right.HandleAsync([other, Event(EventKinds.ProductViewed, bo)], default));

            await OneAsync(ada, bo, events: 8);
        }
    }

    [Fact]
    public async Task One_cart_told_under_both_names_is_answered_once()
    {
        var (ada, bo) = await TwoAsync();
        var cart = new EventData { CartId = "c-" + ada.Email, Value = 10, Currency = "GBP", Lines = [new ProductLine { ProductId = "P" }] };
        await Instance().HandleAsync([Event(EventKinds.CheckoutStarted, ada, cart), Event(EventKinds.CheckoutStarted, bo, cart)], default);

        await Instance().HandleAsync([Event(EventKinds.CustomerUpdated, ada with { ShopId = bo.ShopId })], default);

        var merged = await FindAsync(ada);
        Assert.Equal(merged.Runs.DistinctBy(r => (r.Play, r.Occasion)).Count(), merged.Runs.Length);
        Assert.True(merged.Runs.Count(r => r.IsRunning && r.Occasion.Contains(cart.CartId, StringComparison.Ordinal)) <= 1);
    }

    /// <summary>Two customers with two events each: one known by an address, the other by the shop's number.</summary>
    private async Task<(Identifiers Ada, Identifiers Bo)> TwoAsync()
    {
        var ada = new Identifiers { Email = $"{AzuriteFixture.RandomName()}@shop.example" };
        var bo = new Identifiers { ShopId = $"shopify:{AzuriteFixture.RandomName()}" };
        await Instance().HandleAsync([.. new[] { ada, ada, bo, bo }.Select(n => Event(EventKinds.ProductViewed, n))], default);
        Assert.NotEqual((await FindAsync(ada)).Id, (await FindAsync(bo)).Id);
        return (ada, bo);
    }

    private async Task OneAsync(Identifiers ada, Identifiers bo, int events)
    {
        var (one, other) = (await FindAsync(ada), await FindAsync(bo));
        Assert.Equal(one.Id, other.Id);
        Assert.Equal(events, one.EventCount);
    }

    private async Task<Profile> FindAsync(Identifiers names)
    {
        var customers = Customers(new TableServiceClient(azurite.ConnectionString));
        var row = await customers.LoadAsync(identity.FirstHome(names)!, default);
        while (row.Profile.MovedTo is { } next) row = await customers.LoadAsync(next, default);
        return row.Profile;
    }

    /// <summary>An instance of its own, with a cache of its own.</summary>
    private Reactor Instance(Wire? wire = null)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        if (wire is not null) options.AddPolicy(wire, HttpPipelinePosition.PerCall);
        var tables = new TableServiceClient(azurite.ConnectionString, options);
        var suppressions = new SuppressionsTable(tables);
        var world = new World();
        return new Reactor(Customers(tables), identity, new Enrichment(world, new CatalogueSettings(), new Sightings(TimeProvider.System)), world, new AgendaTable(tables), world, new ParkedTable(tables, new BlobServiceClient(azurite.ConnectionString)), new Erasures(suppressions, TimeProvider.System), suppressions, NullLogger<Reactor>.Instance);
    }

    private static CustomersTable Customers(TableServiceClient tables) => new(tables, new CustomerCache(), new CountsBook(TimeProvider.System));

    private static bool IsWrite(Request request) => request.Method == RequestMethod.Post || request.Method == RequestMethod.Put;

    private CustomerEvent Event(string kind, Identifiers names, EventData? data = null) => new() { Id = $"m-{++told}-{names.Email}{names.ShopId}", Kind = kind, At = Now.AddMinutes(told), Customer = names, Data = data ?? EventData.None };

    /// <summary>What is around the tables: the rules, the queues, an empty catalogue.</summary>
    private sealed class World : IMoments, IHandOn, ICatalogue
    {
        public ValueTask<Moment> NowAsync(CancellationToken cancellation) => ValueTask.FromResult(new Moment(DefaultPlaybook.Playbook, ShopState.Default, Now.AddHours(3)));

        public Task DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation) => Task.CompletedTask;

        public Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => Task.CompletedTask;

        public Task LearnAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => Task.CompletedTask;

        public ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation) => ValueTask.FromResult<Product?>(null);
    }
}

using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Operators;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.IntegrationTests.Hosting;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_dies_at_any_write_leaves_what_the_next_delivery_finishes(bool written)
    {
        for (var death = 0; ; death++)
        {
            var (ada, bo) = await TwoAsync();
            var tie = Event(EventKinds.CustomerUpdated, ada with { ShopId = bo.ShopId });
            var died = await DiesAsync(tie, death, written);
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cart_that_both_began_is_mailed_about_once_wherever_the_process_dies(bool written)
    {
        var mails = 0;
        for (var death = 0; ; death++)
        {
            var (ada, bo) = await TwoAsync();
            var world = new World();
            var cart = new EventData { CartId = "c-" + ada.Email, Value = 10, Currency = "GBP", Lines = [new ProductLine { ProductId = "P" }] };
            await Instance().HandleAsync([Event(EventKinds.ConsentChanged, ada, new EventData { Channel = Channels.Email, Granted = true })], default);
            await Instance(world: world).HandleAsync([Event(EventKinds.CartUpdated, ada, cart), Event(EventKinds.CartUpdated, bo, cart)], default);
            Assert.All([await FindAsync(ada), await FindAsync(bo)], p => Assert.Contains(p.Runs, r => r.IsRunning && r.Play == "cart-left"));

            var tie = Event(EventKinds.CustomerUpdated, ada with { ShopId = bo.ShopId });
            var died = await DiesAsync(tie, death, written, world);
            // The agenda does not wait for the message to come again.
            world.Now = Now.AddHours(5);
            await WakeAsync(world, ada, bo);
            await Instance(world: world).HandleAsync([tie], default);
            world.Now = Now.AddHours(6);
            await WakeAsync(world, ada, bo);

            var merged = await FindAsync(ada);
            Assert.Equal(merged.Runs.DistinctBy(r => (r.Play, r.Occasion)).Count(), merged.Runs.Length);
            var about = world.Planned.Values.Count(a => a.Play == "cart-left");
            Assert.True(about <= 1, $"{about} mails were planned about one cart, death {death}.");
            mails += about;
            if (!died) break;
        }
        Assert.True(mails > 0, "No cart was ever mailed about: the holdout cannot have all of them.");
    }

    [Fact]
    public async Task A_source_that_was_erased_brings_nothing_into_the_one_it_is_tied_to()
    {
        const string Told = "told-before-the-erasure";
        var (ada, bo) = await TwoAsync();
        var before = Event(EventKinds.ProductViewed, ada, new EventData { Product = new ProductLine { ProductId = Told, Title = Told, Category = Told } });
        await Instance().HandleAsync([before], default);
        await EraseAsync(ada);

        await Instance().HandleAsync([Event(EventKinds.CustomerUpdated, ada with { ShopId = bo.ShopId })], default);
        await Instance().HandleAsync([before], default);

        await OneAsync(ada, bo, events: 3);
        Assert.DoesNotContain(Told, System.Text.Encoding.UTF8.GetString(ProfileJson.Write(await FindAsync(bo))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erasure_in_the_middle_of_a_merging_leaves_nobody_wherever_it_stopped(bool written)
    {
        for (var death = 0; ; death++)
        {
            var (ada, bo) = await TwoAsync();
            var tie = Event(EventKinds.CustomerUpdated, ada with { ShopId = bo.ShopId });
            var died = await DiesAsync(tie, death, written);
            await EraseAsync(ada);
            await EraseAsync(bo);
            await Instance().HandleAsync([tie], default);

            var customers = Customers(new TableServiceClient(azurite.ConnectionString));
            foreach (var names in new[] { ada, bo }) Assert.Null((await customers.LoadAsync(identity.FirstHome(names)!, default)).ETag);
            if (!died) return;
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

    /// <summary>Handles the event on an instance whose write of this number fails, before it arrives or when its answer is awaited.</summary>
    /// <returns>Whether there were so many writes.</returns>
    private async Task<bool> DiesAsync(CustomerEvent tie, int death, bool written, World? world = null)
    {
        var writes = 0;
        ValueTask Die(Request request) => IsWrite(request) && writes++ == death ? throw new IOException("dead") : ValueTask.CompletedTask;
        await Record.ExceptionAsync(() => Instance(written ? new Wire { After = Die } : new Wire { Before = Die }, world).HandleAsync([tie], default));
        return writes > death;
    }

    /// <summary>Time passes for both, under the ids that they had when the agenda was armed.</summary>
    private Task WakeAsync(World world, params Identifiers[] both) => Instance(world: world).HandleAsync(
        [.. both.Select(n => Event(EventKinds.TimePassed, new Identifiers { Id = identity.FirstHome(n) }) with { At = world.Now })], default);

    private async Task EraseAsync(Identifiers names)
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        var suppressions = new SuppressionsTable(tables);
        using var erasures = new Erasures(suppressions, TimeProvider.System);
        await new Eraser(Customers(tables), identity, suppressions, new AgendaTable(tables), new FollowUpsTable(tables), new AuditTable(tables), erasures, new World())
            .EraseAsync(identity.FirstHome(names)!, "operator", Now.AddMinutes(told), default);
    }

    private async Task<Profile> FindAsync(Identifiers names)
    {
        var customers = Customers(new TableServiceClient(azurite.ConnectionString));
        var row = await customers.LoadAsync(identity.FirstHome(names)!, default);
        while (row.Profile.MovedTo is { } next) row = await customers.LoadAsync(next, default);
        return row.Profile;
    }

    /// <summary>An instance of its own, with a cache of its own.</summary>
    private Reactor Instance(Wire? wire = null, World? world = null)
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        if (wire is not null) options.AddPolicy(wire, HttpPipelinePosition.PerCall);
        var tables = new TableServiceClient(azurite.ConnectionString, options);
        var suppressions = new SuppressionsTable(tables);
        world ??= new World();
        return new Reactor(Customers(tables), identity, new Enrichment(world, new CatalogueSettings(), new Sightings(TimeProvider.System)), world, new AgendaTable(tables), world, new ParkedTable(tables, new BlobServiceClient(azurite.ConnectionString)), new Erasures(suppressions, TimeProvider.System), suppressions, NullLogger<Reactor>.Instance);
    }

    private static CustomersTable Customers(TableServiceClient tables) => new(tables, new CustomerCache(), new CountsBook(TimeProvider.System));

    private static bool IsWrite(Request request) => request.Method == RequestMethod.Post || request.Method == RequestMethod.Put;

    private CustomerEvent Event(string kind, Identifiers names, EventData? data = null) => new() { Id = $"m-{++told}-{names.Email}{names.ShopId}", Kind = kind, At = Now.AddMinutes(told), Customer = names, Data = data ?? EventData.None };
}

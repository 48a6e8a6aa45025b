using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Intake.Catalogue;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.IntegrationTests.Intake;

/// <summary>The catalogue in the real tables; ids are this test's own.</summary>
[Collection(AzuriteTests.Name)]
public sealed class TableCatalogueTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly string id = AzuriteFixture.RandomName("p");
    private readonly Calls calls = new();
    private readonly Clock clock = new();
    private readonly TableServiceClient tables;
    private readonly TableCatalogue catalogue;

    public TableCatalogueTests(AzuriteFixture azurite)
    {
        var options = new TableClientOptions();
        options.AddPolicy(calls, HttpPipelinePosition.PerCall);
        tables = new TableServiceClient(azurite.ConnectionString, options);
        catalogue = new TableCatalogue(tables, clock);
    }

    private string Link => $"https://shop.example/products/{id}";

    public async Task InitializeAsync()
    {
        await tables.CreateTableIfNotExistsAsync(Names.Tables.Products);
        // The list of unknown names is one, and bounded: each test begins with an empty one.
        foreach (var rows in (await UnknownRowsAsync()).Chunk(100))
        {
            await tables.GetTableClient(Names.Tables.Products).SubmitTransactionAsync(rows.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, r)));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_product_is_found_by_its_id_its_variants_and_its_link()
    {
        var told = Full();
        await catalogue.UpsertAsync([told], default);

        foreach (var instance in new[] { catalogue, Another() })
        {
            Assert.Equal(told with { Variants = [] }, (await instance.FindAsync(id, null, null, default))! with { Variants = [] });
            Assert.Equal(id, (await instance.FindAsync(null, $"{id}/v2", null, default))?.Id);
            Assert.Equal(id, (await instance.FindAsync("no such", null, $"https://www.shop.example/collections/sale/products/{id}/?utm_source=mail", default))?.Id);
            Assert.Null(await instance.FindAsync(null, "no such", "https://shop.example/products/other", default));
        }
    }

    [Fact]
    public async Task What_is_left_out_keeps_its_value_and_a_change_is_seen_under_every_name_at_once()
    {
        await catalogue.UpsertAsync([Full()], default);
        Assert.Equal(3, (await catalogue.FindAsync(null, null, Link, default))!.Stock);

        await catalogue.UpsertAsync([new Product { Id = id, At = Noon.AddMinutes(1), Stock = 0 }], default);

        Assert.Equal((0, "Trail bike"), await SeenAsync(p => (p.Stock, p.Title), null, Link));
        Assert.Equal((0, "Trail bike"), await SeenAsync(p => (p.Stock, p.Title), $"{id}/v1", null));
    }

    [Fact]
    public async Task A_product_that_was_deleted_stays_for_past_orders_and_comes_back_when_it_is_restored()
    {
        await catalogue.UpsertAsync([Full()], default);
        await catalogue.UpsertAsync([new Product { Id = id, At = Noon.AddMinutes(1), Removed = true }], default);
        Assert.Equal((true, "bikes/mountain"), await SeenAsync(p => (p.Removed, p.Category), null, Link));

        // A webhook from before the deletion, told again.
        await catalogue.UpsertAsync([Full()], default);
        Assert.True(await SeenAsync(p => p.Removed, null, Link));

        await catalogue.UpsertAsync([Full() with { At = Noon.AddMinutes(2) }], default);
        Assert.False(await SeenAsync(p => p.Removed, null, Link));
    }

    [Fact]
    public async Task Of_many_tellings_at_once_the_newest_stays()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Another().UpsertAsync([new Product { Id = id, At = Noon.AddSeconds(i * 5 % 6), Price = i * 5 % 6 }], default)));
        await catalogue.UpsertAsync([new Product { Id = id, At = Noon.AddSeconds(2), Price = 99 }], default);

        Assert.Equal(5, (await catalogue.FindAsync(id, null, null, default))!.Price);
    }

    [Fact]
    public async Task A_new_link_leads_to_the_product_and_so_does_the_old_one_that_stands_in_past_mails()
    {
        await catalogue.UpsertAsync([Full()], default);
        await catalogue.UpsertAsync([new Product { Id = id, At = Noon.AddMinutes(1), Url = Link + "-2" }], default);

        Assert.Equal(id, (await catalogue.FindAsync(null, null, Link, default))?.Id);
        Assert.Equal(id, (await catalogue.FindAsync(null, null, Link + "-2", default))?.Id);
    }

    [Fact]
    public async Task A_change_of_stock_is_one_read_and_one_write()
    {
        var product = Full();
        await catalogue.UpsertAsync([product], default);
        calls.Count = 0;

        await catalogue.UpsertAsync([product with { At = Noon.AddMinutes(1), Stock = 2 }], default);

        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task What_was_asked_a_moment_ago_costs_no_call_whether_it_was_found_or_not()
    {
        await catalogue.UpsertAsync([Full()], default);
        for (var round = 0; round < 3; round++)
        {
            if (round == 1) calls.Count = 0;
            await catalogue.FindAsync(id, null, null, default);
            await catalogue.FindAsync(null, null, Link, default);
            await catalogue.FindAsync(null, null, Link + "-none", default);
            Assert.True(round == 0 || calls.Count == 0);
        }

        // Another instance brings it: seen after five minutes.
        await Another().UpsertAsync([new Product { Id = id + "-none", Url = Link + "-none" }], default);
        clock.Now += TimeSpan.FromMinutes(6);
        Assert.Equal(id + "-none", (await catalogue.FindAsync(null, null, Link + "-none", default))?.Id);
    }

    [Fact]
    public async Task What_events_describe_is_added_where_nothing_is_known_and_the_shop_knows_better()
    {
        Assert.Null(await catalogue.FindAsync(id, null, null, default));
        await catalogue.LearnAsync([new Product { Id = id, Title = "A bike", Category = "bikes", Url = Link }], default);
        Assert.Equal("bikes", (await catalogue.FindAsync(null, null, Link, default))?.Category);

        await catalogue.UpsertAsync([Full() with { At = Noon.AddYears(-5) }], default);
        await catalogue.LearnAsync([new Product { Id = id, Title = "A bike", Category = "bikes", Url = Link }], default);

        Assert.Equal(("bikes/mountain", "Trail bike"), await SeenAsync(p => (p.Category, p.Title), null, Link));
    }

    [Fact]
    public async Task Unknown_names_add_up_over_instances_and_leave_the_list_when_they_become_known()
    {
        var settings = new CatalogueSettings { Paths = [($"/{id}", "bikes")] };
        UnknownProducts One() => new(tables, Another(), settings);
        var link = $"shop.example/products/{id}";
        await Task.WhenAll(Enumerable.Range(1, 3).Select(i => One().AddAsync([new Sighting(SightingKind.Product, id, 10, Noon.AddMinutes(i)), new Sighting(SightingKind.Link, link, i, Noon)], default)));
        await One().AddAsync([new Sighting(SightingKind.Link, $"shop.example/{id}", 5, Noon), new Sighting(SightingKind.Variant, $"{id}/v1", 1, Noon)], default);

        var listed = (await One().ListAsync(UnknownProducts.MostKept, default)).Where(u => u.Name.Contains(id, StringComparison.Ordinal));
        // The page below a path of the settings is none of them.
        Assert.Equal([new Sighting(SightingKind.Product, id, 30, Noon.AddMinutes(3)), new Sighting(SightingKind.Link, link, 6, Noon), new Sighting(SightingKind.Variant, $"{id}/v1", 1, Noon)], listed);

        await catalogue.UpsertAsync([Full()], default);
        Assert.DoesNotContain(await One().ListAsync(UnknownProducts.MostKept, default), u => u.Name.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_is_bounded_and_those_not_seen_for_longest_make_room()
    {
        var unknown = new UnknownProducts(tables, catalogue, new CatalogueSettings());
        List<Sighting> Many(string name, DateTimeOffset at) => [.. Enumerable.Range(0, UnknownProducts.MostKept).Select(i => new Sighting(SightingKind.Product, $"{id}-{name}{i}", 1, at))];

        await unknown.AddAsync(Many("old", Noon.AddDays(1)), default);
        await unknown.AddAsync(Many("new", Noon.AddDays(2))[..30], default);

        var rows = await UnknownRowsAsync();
        Assert.Equal(UnknownProducts.MostKept, rows.Count);
        Assert.Equal(30, rows.Count(r => r.GetString("Name").StartsWith($"{id}-new", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_flush_writes_what_was_seen_once_and_asks_for_nothing_where_nothing_was()
    {
        var sightings = new Sightings(clock);
        var flush = new SightingsFlush(sightings, new UnknownProducts(tables, catalogue, new CatalogueSettings()), catalogue, clock, NullLogger<SightingsFlush>.Instance);
        sightings.NoteUnknown(new ProductLine { ProductId = id });
        sightings.NoteUnknown(new ProductLine { ProductId = id });
        sightings.NoteDescribed(new ProductLine { ProductId = id + "-d", Category = "bikes" }, "shopify");

        await flush.FlushAsync(default);
        calls.Count = 0;
        await flush.FlushAsync(default);

        Assert.Equal(0, calls.Count);
        Assert.Equal("bikes", (await catalogue.FindAsync(id + "-d", null, null, default))?.Category);
        Assert.Equal(2, (await new UnknownProducts(tables, catalogue, new CatalogueSettings()).ListAsync(UnknownProducts.MostKept, default)).Single(u => u.Name == id).Times);
    }

    private Product Full() => new()
    {
        Id = id, At = Noon, Title = "Trail bike", Category = "bikes/mountain", Brand = "Fox", Image = "https://shop.example/1.jpg", Url = Link, Price = 1250.5m, Currency = "GBP", Stock = 3, Variants = [$"{id}/v1", $"{id}/v2"],
    };

    private async Task<List<TableEntity>> UnknownRowsAsync() => await tables.GetTableClient(Names.Tables.Products).QueryAsync<TableEntity>(r => r.PartitionKey == "unknown").ToListAsync();

    private TableCatalogue Another() => new(tables, clock);

    private async Task<T> SeenAsync<T>(Func<Product, T> of, string? variant, string? url) => of((await catalogue.FindAsync(null, variant, url, default))!);

    /// <summary>A clock that stands where it is put.</summary>
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Noon;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Counts what is asked of storage.</summary>
    private sealed class Calls : HttpPipelineSynchronousPolicy
    {
        private int count;

        public int Count { get => count; set => count = value; }

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref count);
    }
}

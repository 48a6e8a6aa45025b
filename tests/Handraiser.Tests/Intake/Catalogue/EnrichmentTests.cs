using Handraiser.Events;
using Handraiser.Functions.Intake.Catalogue;
using Xunit;

namespace Handraiser.Tests.Intake.Catalogue;

public sealed class EnrichmentTests
{
    private readonly MemoryCatalogue catalogue = new();
    private readonly Sightings sightings = new(new StandingClock(DoorHarness.Today));
    private readonly Enrichment enrichment;

    public EnrichmentTests()
    {
        catalogue.Products["P1"] = new Product { Id = "P1", Title = "Trail bike", Category = "bikes/mountain", Brand = "Fox", Price = 900, Currency = "GBP", Url = "https://shop.example/products/trail-bike", Image = "https://shop.example/1.jpg", Variants = ["V1"] };
        enrichment = new Enrichment(catalogue, new CatalogueSettings { Paths = [("/collections/road", "bikes/road")], OwnPages = new Uri("https://hands.example/api/") }, sightings);
    }

    [Theory]
    [InlineData(EventKinds.EmailClicked, "https://www.shop.example/products/trail-bike?utm_source=mail&hr=token")]
    [InlineData(EventKinds.PageViewed, "https://shop.example/collections/sale/products/trail-bike")]
    public async Task A_link_that_shows_a_product_brings_the_product(string kind, string url)
    {
        var product = (await EnrichAsync(kind, new EventData { Url = url })).Product!;

        Assert.Equal(("P1", "bikes/mountain", "Fox", 900m), (product.ProductId, product.Category, product.Brand, product.Price));
        Assert.True(sightings.IsEmpty);
    }

    [Fact]
    public async Task A_link_below_a_known_path_brings_its_category()
    {
        var data = await EnrichAsync(EventKinds.EmailClicked, new EventData { Url = "https://shop.example/collections/road?utm_source=mail" });

        Assert.Equal((null, "bikes/road"), (data.Product, data.Category));
        Assert.True(sightings.IsEmpty);
    }

    [Fact]
    public async Task A_cart_line_gets_what_it_does_not_say_and_keeps_what_it_says()
    {
        var data = await EnrichAsync(EventKinds.CartUpdated, new EventData { Currency = "GBP", Lines = [new ProductLine { VariantId = "V1", Title = "My bike", Quantity = 2 }, new ProductLine { ProductId = "P1", Price = 850 }] });

        Assert.Equal(("P1", "My bike", "bikes/mountain", 2, 900m), (data.Lines[0].ProductId, data.Lines[0].Title, data.Lines[0].Category, data.Lines[0].Quantity, data.Lines[0].Price));
        Assert.Equal(850m, data.Lines[1].Price);
    }

    [Fact]
    public async Task A_price_in_another_money_is_not_filled_in()
    {
        var data = await EnrichAsync(EventKinds.CartUpdated, new EventData { Currency = "USD", Lines = [new ProductLine { ProductId = "P1" }] });

        Assert.Equal(("bikes/mountain", null), (data.Lines[0].Category, data.Lines[0].Price));
    }

    [Fact]
    public async Task Where_nothing_is_to_add_the_event_stays_the_same_object()
    {
        var one = Event(EventKinds.EmailOpened, new EventData { Campaign = "may" });

        Assert.Same(one, await enrichment.EnrichAsync(one, default));
    }

    [Fact]
    public async Task What_nobody_knows_is_noted_with_how_often_and_without_anything_personal()
    {
        for (var i = 0; i < 3; i++) await EnrichAsync(EventKinds.OrderPlaced, new EventData { Lines = [new ProductLine { ProductId = "P9" }] });
        await EnrichAsync(EventKinds.CartUpdated, new EventData { Lines = [new ProductLine { VariantId = "V9" }, new ProductLine { ProductId = "ada@shop.example" }] });
        foreach (var page in (string[])["about?who=ada", "about", "orders/5f2d9c1b7a6e4d3f", "for/ada@mail.example/now", "for/ada%40mail.example/now", "reset/1f3b9a52-7c11-4c8e-9d53-0f6d3f0e7a11"])
        {
            await EnrichAsync(EventKinds.EmailClicked, new EventData { Url = $"https://www.shop.example/{page}" });
        }
        await EnrichAsync(EventKinds.EmailClicked, new EventData { Url = "https://hands.example/api/leave/token" });

        var (unknown, _) = sightings.Take();

        Assert.Equal(
            [(SightingKind.Link, "shop.example/about", 2), (SightingKind.Link, "shop.example/for/*/now", 2), (SightingKind.Link, "shop.example/orders/*", 1), (SightingKind.Link, "shop.example/reset/*", 1), (SightingKind.Product, "P9", 3), (SightingKind.Variant, "V9", 1)],
            unknown.Select(u => (u.Kind, u.Name, u.Times)).OrderBy(u => u.Kind.ToString(), StringComparer.Ordinal).ThenBy(u => u.Name, StringComparer.Ordinal));
        Assert.All(unknown, u => Assert.Equal(DoorHarness.Today, u.LastSeen));
        Assert.True(sightings.IsEmpty);
    }

    [Fact]
    public async Task What_is_noted_is_bounded()
    {
        for (var i = 0; i < 3_000; i++) await EnrichAsync(EventKinds.OrderPlaced, new EventData { Lines = [new ProductLine { ProductId = $"X{i}" }, new ProductLine { ProductId = $"Y{i}", Category = "bikes" }] });

        var (unknown, described) = sightings.Take();

        Assert.Equal((1_000, 1_000), (unknown.Count, described.Count));
    }

    [Fact]
    public async Task What_an_event_describes_is_learned_once_without_its_price_but_not_from_the_open_site()
    {
        var line = new ProductLine { ProductId = "P9", Title = "Helmet", Category = "helmets", Price = 5 };
        await EnrichAsync(EventKinds.OrderPlaced, new EventData { Lines = [line, line] }, "segment");
        await EnrichAsync(EventKinds.ProductViewed, new EventData { Product = line with { ProductId = "P10" } }, "site");

        var learned = Assert.Single(sightings.Take().Described);
        await EnrichAsync(EventKinds.OrderPlaced, new EventData { Lines = [line] }, "segment");

        Assert.Equal(("P9", "Helmet", "helmets", null), (learned.Id, learned.Title, learned.Category, learned.Price));
        Assert.True(sightings.IsEmpty);
    }

    private async Task<EventData> EnrichAsync(string kind, EventData data, string? source = "shopify") => (await enrichment.EnrichAsync(Event(kind, data, source), default)).Data;

    private static CustomerEvent Event(string kind, EventData data, string? source = "shopify") => new()
    {
        Id = "e", Kind = kind, At = DoorHarness.Today, ReceivedAt = DoorHarness.Today, Source = source!, Customer = new Identifiers { Email = "ada@shop.example" }, Data = data,
    };
}

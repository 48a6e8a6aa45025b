using Handraiser.Functions.Modelling;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Lapse;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.IntegrationTests.Sweeping;

/// <summary>What is learned of the shop is stored, read by every instance, and brought to those who do nothing.</summary>
public sealed class ModelTests(SweptShop shop) : IClassFixture<SweptShop>
{
    [Fact]
    public async Task A_fit_is_kept_with_its_sample_and_every_instance_decides_by_it()
    {
        var one = shop.Begin();
        var book = new ModelBlob(shop.Blobs);
        var keeper = new ModelKeeper(one.Customers, book, shop.Around, one.Sweep);

        var early = await keeper.KeepAsync(default);
        Assert.Null(early.Lapse);
        Assert.StartsWith("Only 0 customers", early.LapseWhy, StringComparison.Ordinal);

        // Half of the customers buy every ten days and never stop; the others bought once.
        var customers = Enumerable.Range(0, 240).Select(i => Bought($"buyer{i}@shop.example", i % 2 == 0 ? 36 : 1)).ToList();
        foreach (var bucket in customers.GroupBy(p => Identity.Bucket(p.Id)))
        {
            await one.Customers.CommitAsync(bucket.Key, [.. bucket.Select(p => new CustomerChange(new CustomerRow(Profile.New(p.Id), null), p))], default);
        }
        var fitted = await keeper.KeepAsync(default);

        Assert.NotNull(fitted.Lapse);
        Assert.Equal(240, fitted.Buyers);
        Assert.Equal(0.5, fitted.OpenShare);
        var elsewhere = await new Moments(new PlaybookBlob(shop.Blobs), new QuietShop(), new ModelBlob(shop.Blobs), Handraiser.Messages.TemplateSet.Shipped, TimeProvider.System, NullLogger<Moments>.Instance).NowAsync(default);
        Assert.Equal(fitted.Lapse, elsewhere.Shop.Lapse);
        Assert.Equal((0.5, fitted.Mark), (elsewhere.Shop.AverageOpenShare, elsewhere.Shop.ModelMark));
        // Not before it is due again.
        Assert.Equal(fitted.TriedAt, (await keeper.KeepAsync(default)).TriedAt);

        // The sweep to the new model is noted by whoever decides by it.
        shop.Around.Shop = fitted.In(ShopState.Default);
        await one.Sweep.NoteAsync(default);
        shop.Around.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(240, await one.Sweep.RunAsync(default));
    }

    private Profile Bought(string email, int times)
    {
        var days = PurchaseDays.None;
        var first = SweptShop.Start.AddDays(-365);
        for (var i = 0; i < times; i++) days = days.With(first.AddDays(i * 10), 20);
        return Profile.New(shop.Identity.OfEmail(email)!) with
        {
            FirstFact = first,
            LastFact = days.Last,
            Rhythm = new Rhythm { Days = days, Orders = times, FirstOrder = first, LastOrder = days.Last },
            Email = new Engagement { Delivered = 20, Opened = 10 },
        };
    }
}

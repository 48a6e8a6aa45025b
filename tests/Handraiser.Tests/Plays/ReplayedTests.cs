using Handraiser.Events;
using Handraiser.Plays;
using Xunit;

namespace Handraiser.Tests.Plays;

/// <summary>What comes again out of the archive changes history and starts nothing.</summary>
public sealed class ReplayedTests
{
    private static readonly EventData Cart = new() { CartId = "c1", Value = 120, Currency = "GBP", Lines = [new ProductLine { ProductId = "P1", Price = 120 }] };

    [Fact]
    public void A_cart_out_of_the_archive_is_known_and_not_answered_however_fresh_it_is()
    {
        var shop = VirtualShop.OfDefault().Known();
        shop.React(shop.Event(EventKinds.CartUpdated, Cart, minutesAgo: 30) with { Replayed = true });
        shop.Days(3);

        Assert.Equal("c1", Assert.Single(shop.Profile.Carts).Id);
        Assert.Empty(shop.Sent);
        Assert.Contains(shop.Profile.Decisions, d => d.Gate == Gates.Stale && d.Reason == "It came again out of the archive.");
    }

    [Fact]
    public void A_hop_that_a_replayed_click_leads_to_starts_nothing()
    {
        var shop = VirtualShop.OfDefault().Known();
        var click = shop.Event(EventKinds.EmailClicked, new EventData { Campaign = "spring", MessageId = "m1", Url = "https://shop.example/p" }, minutesAgo: 60);
        var live = VirtualShop.OfDefault().Known();

        shop.React(click with { Replayed = true });
        live.React(click);
        shop.Days(3);
        live.Days(3);

        Assert.NotEmpty(live.Sent);
        Assert.Empty(shop.Sent);
        Assert.Equal(live.Profile.EventCount, shop.Profile.EventCount);
    }

    [Fact]
    public void What_is_known_already_stays_as_it_is()
    {
        var shop = VirtualShop.OfDefault().Known();
        var told = shop.Tell(EventKinds.CartUpdated, Cart);
        shop.Days(3);
        var (count, sent) = (shop.Profile.EventCount, shop.Sent.Count());

        shop.React(told with { Replayed = true });
        shop.Days(3);

        Assert.NotEqual(0, sent);
        Assert.Equal((count, sent), (shop.Profile.EventCount, shop.Sent.Count()));
    }

    [Fact]
    public void The_mark_travels_through_the_queue()
    {
        var shop = new VirtualShop();
        CustomerEvent[] events = [shop.Event(EventKinds.EmailOpened) with { Replayed = true }, shop.Event(EventKinds.CartUpdated, Cart)];
        Assert.Equal([true, false], EventPack.Read(EventPack.Write(events)).Select(e => e.Replayed));
    }
}

using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays.Complaints;

/// <summary>Automation that was missing, stuck, or surprising.</summary>
public sealed class AutomationTests
{
    private static readonly Play CartLeft = Cases.Mail("cart-left", wait: Cases.After(4)) with { Unless = [EventKinds.OrderPlaced, EventKinds.CartEmptied] };

    [Fact]
    public void Dittofeed_1596_a_checkout_that_comes_after_the_cart_is_matched_by_its_own_id()
    {
        var shop = new VirtualShop(CartLeft).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Hours(1).Tell(EventKinds.CheckoutStarted, new EventData { CartId = "c1", CheckoutId = "k1" });
        shop.Hours(1).Tell(EventKinds.CartEmptied, new EventData { CheckoutId = "k1" });
        shop.Days(1);

        Assert.Empty(shop.Done);
    }

    [Fact]
    public void Dittofeed_1596_an_order_that_names_the_cart_only_by_its_token_ends_it_even_with_a_clock_that_is_behind()
    {
        var shop = new VirtualShop(CartLeft).Known();
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1", CheckoutId = "k1" });
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 5 }, minutesAgo: 1, who: new Identifiers { Email = "mary@example.com", Cart = "c1" });
        shop.Days(1);

        Assert.Empty(shop.Done);
    }

    [Fact]
    public void Dittofeed_1463_a_play_that_an_event_starts_can_wait_for_another_event()
    {
        var shop = new VirtualShop(CartLeft with { Goal = new Goal(EventKinds.OrderPlaced, TimeSpan.FromDays(7)) }).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Hours(1).Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 5 });
        shop.Days(1);

        Assert.Empty(shop.Done);
        Assert.Equal(("goal", VirtualShop.Monday.AddHours(1)), (shop.Profile.Runs[0].Outcome, shop.Profile.Runs[0].GoalAt));
    }

    [Fact]
    public void Dittofeed_958_a_play_begins_again_when_it_says_so_and_not_before()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left") with { Again = TimeSpan.FromDays(7) }).Known();
        foreach (var day in new[] { 0, 3, 6, 8 })
        {
            shop.Until(VirtualShop.Monday.AddDays(day)).Tell(EventKinds.CartUpdated, Cases.Cart());
        }
        shop.Days(1);

        Assert.Equal([0, 8], shop.Done.Select(d => (int)(d.At - VirtualShop.Monday).TotalDays));
        Assert.Contains(shop.Gates("cart-left"), g => g is Gates.AlreadyDone or Gates.TooSoon);
    }

    [Fact]
    public void Dittofeed_995_nothing_is_looked_at_while_nothing_is_due()
    {
        var shop = new VirtualShop(CartLeft).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        Assert.Equal(VirtualShop.Monday.AddHours(4), shop.Profile.Wake);
        shop.Days(1);

        Assert.Null(shop.Profile.Wake);
    }

    [Fact]
    public void Listmonk_206_a_series_of_mails_goes_on_by_itself_and_stops_for_who_leaves()
    {
        var drip = Cases.Mail("one", EventKinds.CustomerKnown) with
        {
            Steps = [.. Enumerable.Range(1, 4).Select(i => new PlayStep { Wait = Cases.After(24), Do = new SendAction(Channels.Email, $"part-{i}") })],
        };
        var shop = new VirtualShop(drip);
        shop.Tell(EventKinds.CustomerKnown);
        shop.Days(2.5).Tell(EventKinds.EmailUnsubscribed);
        shop.Days(5);

        Assert.Equal(["part-1", "part-2"], shop.Sent);
        Assert.Contains(Gates.Suppressed, shop.Gates("one"));
    }

    [Fact]
    public void Unomi_240_several_events_in_one_request_are_one_customer_and_all_count()
    {
        var shop = new VirtualShop(CartLeft).Known();
        shop.React(shop.Event(EventKinds.CartUpdated, Cases.Cart()), shop.Event(EventKinds.CartUpdated, Cases.Cart("c2")), shop.Event(EventKinds.EmailOpened, new EventData { MessageId = "m1" }));
        shop.Days(3);

        Assert.Equal(2, shop.Profile.Runs.Count(r => r.Play == "cart-left"));
        Assert.Equal(1, shop.Profile.Email.Opens);
    }

    [Fact]
    public void Unomi_340_what_falls_out_of_its_window_counts_anew()
    {
        var book = PlaybookLoader.Load("""
            store: { name: Ridgeway }
            segments:
              warm: { viewed: { within: 7d } }
            plays:
              hello: { on: { entered: warm }, send: { email: look-left } }
            """).OrThrow();
        var shop = new VirtualShop(book, VirtualShop.Monday).Known();
        shop.Tell(EventKinds.ProductViewed);
        shop.Days(10).Tell(EventKinds.ProductViewed);
        shop.Days(10);

        Assert.Equal(2, shop.Done.Count);
    }

    [Fact]
    public void Mautic_13349_a_play_that_did_nothing_says_why()
    {
        var shop = new VirtualShop(CartLeft with { To = "vip" }).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());

        Assert.Equal([Gates.NotForThem], shop.Gates("cart-left"));
    }

    [Fact]
    public void Freshrelevance_a_purchase_mutes_the_carts_before_it()
    {
        var shop = new VirtualShop(CartLeft).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Hours(1).Tell(EventKinds.OrderPlaced, new EventData { OrderId = "till-1", Store = "leeds", Value = 5 });
        shop.Days(1);

        Assert.Empty(shop.Done);
    }
}

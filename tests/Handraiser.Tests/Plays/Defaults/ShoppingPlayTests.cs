using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays.Defaults;

/// <summary>The default plays about carts and looks, in virtual time.</summary>
public sealed class ShoppingPlayTests
{
    private static readonly EventData Cart = new() { CartId = "c1", Value = 800, Currency = "GBP", Lines = [new ProductLine { ProductId = "fox", Title = "Fox 29", Category = "mountain-bikes", Price = 800 }] };

    [Fact]
    public void A_left_cart_gets_a_mail_after_four_hours_and_one_with_an_offer_the_next_day()
    {
        var shop = VirtualShop.OfDefault().Known();
        shop.Tell(EventKinds.CartUpdated, Cart);
        shop.Days(7);

        Assert.Equal(["cart-left", "cart-left-2"], shop.Sent);
        Assert.Equal(VirtualShop.Monday.AddHours(4), shop.Done[0].At);
        Assert.Equal(VirtualShop.Monday.AddHours(24), shop.Done[1].At);
        Assert.Null(shop.Done[0].Action.Offer);
        Assert.Equal(10, shop.Done[1].Action.Offer!.Percent);
    }

    [Fact]
    public void A_cart_that_keeps_changing_keeps_waiting()
    {
        var shop = VirtualShop.OfDefault().Known();
        for (var i = 0; i < 4; i++)
        {
            shop.Tell(EventKinds.CartUpdated, Cart);
            shop.Hours(3);
        }
        Assert.Empty(shop.Done);

        shop.Hours(2);
        Assert.Equal(VirtualShop.Monday.AddHours(13), Assert.Single(shop.Done).At);
    }

    [Fact]
    public void A_cart_that_was_ordered_gets_no_mail_and_one_ordered_after_the_first_no_second()
    {
        var bought = VirtualShop.OfDefault().Known();
        bought.Tell(EventKinds.CartUpdated, Cart);
        bought.Hours(1).Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", CartId = "c1", Value = 800 });
        bought.Days(7);
        Assert.DoesNotContain("cart-left", bought.Sent);

        var later = VirtualShop.OfDefault().Known();
        later.Tell(EventKinds.CartUpdated, Cart);
        later.Hours(6).Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", CartId = "c1", Value = 800 });
        later.Days(7);
        Assert.Equal(["cart-left"], later.Sent);
        Assert.NotNull(later.Profile.Runs.Single(r => r.Play == "cart-left").GoalAt);
    }

    [Fact]
    public void An_order_that_names_its_cart_ends_it_even_with_a_clock_that_is_behind()
    {
        var shop = VirtualShop.OfDefault().Known();
        shop.Tell(EventKinds.CartUpdated, Cart);
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", CartId = "c1", Value = 800 }, minutesAgo: 1);
        shop.Days(7);

        Assert.DoesNotContain("cart-left", shop.Sent);
    }

    [Fact]
    public void A_left_cart_of_who_is_held_out_gets_nothing_and_its_order_is_recorded_all_the_same()
    {
        var shop = VirtualShop.OfDefault(heldOutOf: "cart-left").Known();
        shop.Tell(EventKinds.CartUpdated, Cart);
        shop.Hours(30);
        Assert.Empty(shop.Done);
        Assert.Contains(shop.Profile.Decisions, d => d is { Play: "cart-left", Gate: Gates.HeldOut, What: "cart-left" });

        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", CartId = "c1", Value = 800 });
        var run = shop.Profile.Runs.Single(r => r.Play == "cart-left");
        Assert.Equal((Arm.HeldOut, VirtualShop.Monday.AddHours(4), VirtualShop.Monday.AddHours(30)), (run.Arm, run.ArmAt, run.GoalAt));
    }

    [Fact]
    public void A_frequent_buyers_cart_gets_the_mail_without_the_offer()
    {
        var shop = VirtualShop.OfDefault().Known();
        for (var i = 0; i < 4; i++) shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = $"o{i}", Value = 50 }, minutesAgo: 60 * 24 * 30 * (i + 2));
        shop.Tell(EventKinds.CartUpdated, Cart);
        shop.Hours(40);

        Assert.Null(shop.Done.Single(d => d.Action.What == "cart-left-2").Action.Offer);
        Assert.Contains(shop.Profile.Decisions, d => d is { Play: "cart-left", Step: 1, Gate: Gates.NoOffer });
    }

    [Fact]
    public void Three_looks_at_one_category_earn_a_code_and_not_the_mail_for_two()
    {
        var shop = VirtualShop.OfDefault().Known();
        Look(shop, 3);
        shop.Days(5);

        Assert.Equal(["personal-code"], shop.Sent);
        Assert.Equal(15, shop.Done[0].Action.Offer!.Percent);
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 10, 0, 0, TimeSpan.Zero), shop.Done[0].At);
    }

    [Fact]
    public void A_hot_lead_that_orders_or_fills_a_cart_gets_no_code_and_neither_does_one_held_out()
    {
        foreach (var kind in new[] { EventKinds.OrderPlaced, EventKinds.CartUpdated })
        {
            var shop = VirtualShop.OfDefault().Known();
            Look(shop, 3);
            shop.Hours(2).Tell(kind, Cart with { OrderId = "o1" });
            shop.Days(5);
            Assert.DoesNotContain("personal-code", shop.Sent);
        }
        var held = VirtualShop.OfDefault(heldOutOf: "hot-lead-code").Known();
        Look(held, 3);
        held.Days(5);
        Assert.Empty(held.Done);
        Assert.Contains(Gates.HeldOut, held.Gates("hot-lead-code"));
    }

    [Fact]
    public void Two_looks_get_a_hand_after_four_hours_unless_a_cart_was_filled_or_the_customer_is_held_out()
    {
        var shop = VirtualShop.OfDefault().Known();
        Look(shop, 2);
        shop.Days(2);
        Assert.Equal(["look-left"], shop.Sent);

        var carted = VirtualShop.OfDefault().Known();
        Look(carted, 2);
        carted.Hours(1).Tell(EventKinds.CartUpdated, Cart);
        carted.Hours(4);
        Assert.DoesNotContain("look-left", carted.Sent);

        var held = VirtualShop.OfDefault(heldOutOf: "look-left").Known();
        Look(held, 2);
        held.Days(2);
        Assert.Empty(held.Done);
        Assert.Contains(Gates.HeldOut, held.Gates("look-left"));
    }

    private static void Look(VirtualShop shop, int times)
    {
        for (var i = 0; i < times; i++) shop.Tell(EventKinds.ProductViewed, new EventData { Product = new ProductLine { ProductId = $"p{i}", Category = "mountain-bikes" } });
    }
}

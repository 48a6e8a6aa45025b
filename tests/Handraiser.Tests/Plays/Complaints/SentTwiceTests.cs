using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays.Complaints;

/// <summary>The field's commonest complaint: the wrong mail, or the right one again and again.</summary>
public sealed class SentTwiceTests
{
    [Fact]
    public void Mautic_11763_the_same_event_told_twice_sends_one_mail()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left")).Known();
        var cart = shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.React(cart);
        shop.React(cart, cart);

        Assert.Single(shop.Done);
    }

    [Fact]
    public void Mautic_8450_a_restart_that_replays_everything_sends_nothing_again()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left"), Cases.Mail("thanks", EventKinds.OrderPlaced, Cases.After(30))).Known();
        CustomerEvent[] told = [shop.Tell(EventKinds.CartUpdated, Cases.Cart()), shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 5 })];
        shop.Days(3);
        var sent = shop.Done.Count;
        for (var i = 0; i < 25; i++) shop.React(told);
        shop.Days(3);

        Assert.Equal(2, sent);
        Assert.Equal(sent, shop.Done.Count);
    }

    [Fact]
    public void Mautic_13070_an_action_that_was_handed_on_many_times_is_delivered_once()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left")).Known();
        shop.DeliveryIsDown = true;
        var cart = shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.DeliveryIsDown = false;
        for (var i = 0; i < 5; i++) shop.React(cart);
        foreach (var id in shop.HandedOn.ToList()) shop.Deliver(id);

        Assert.True(shop.HandedOn.Count > 2);
        Assert.Single(shop.Done);
    }

    [Fact]
    public void Mautic_8802_a_weekday_restriction_with_overlapping_sweeps_sends_once()
    {
        var shop = new VirtualShop(Cases.Mail("weekly", wait: new Wait { On = DayOfWeek.Tuesday, At = new TimeOnly(9, 0) })).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        for (var i = 0; i < 9 * 24; i++)
        {
            shop.Hours(1);
            shop.Tell(EventKinds.TimePassed);
            shop.Tell(EventKinds.TimePassed);
        }

        Assert.Equal(new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero), Assert.Single(shop.Done).At);
    }

    [Fact]
    public void Mautic_9880_two_causes_three_seconds_apart_send_one_mail()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left")).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Wait(TimeSpan.FromSeconds(3)).Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(1);

        Assert.Single(shop.Done);
    }

    [Fact]
    public void Mautic_7226_one_refused_mail_is_not_tried_for_ever_and_holds_up_no_other()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left"), Cases.Mail("thanks", EventKinds.OrderPlaced, Cases.After(20))) { DeliveryIsDown = true }.Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        var id = shop.HandedOn.Single();
        shop.Profile = Delivering.Claim(shop.Profile, id, new Claim("c", MessageKinds.Marketing, null), shop.Now);
        shop.Profile = Delivering.Record(shop.Profile, id, new DeliveryOutcome(OutcomeClass.Permanent) { Reason = "554" }, shop.Now);
        shop.DeliveryIsDown = false;
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 5 });
        shop.Days(3);

        Assert.Equal(["thanks"], shop.Sent);
        Assert.Contains(Gates.Refused, shop.Gates("cart-left"));
    }

    [Fact]
    public void Mautic_6505_a_sweep_each_minute_sends_nothing_again()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left")).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        for (var i = 0; i < 120; i++)
        {
            shop.Wait(TimeSpan.FromMinutes(1));
            shop.Tell(EventKinds.TimePassed);
        }

        Assert.Single(shop.Done);
    }

    [Fact]
    public void Listmonk_2070_pausing_and_going_on_sends_nothing_to_those_who_have_it()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left") with { Again = TimeSpan.FromDays(7) }).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.State = ShopState.Default with { PausedPlays = ["cart-left"] };
        shop.Hours(2).Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.State = ShopState.Default;
        shop.Hours(2).Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.Days(3);

        Assert.Single(shop.Done);
    }

    [Fact]
    public void Listmonk_2070_a_play_that_was_paused_when_it_was_due_goes_on_in_time()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left", wait: Cases.After(1))).Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        shop.State = ShopState.Default with { PausedPlays = ["cart-left"] };
        shop.Hours(5);
        Assert.Empty(shop.Done);
        shop.State = ShopState.Default;
        shop.Hours(2);

        Assert.Single(shop.Done);
    }

    [Fact]
    public void Listmonk_1109_an_error_after_the_provider_took_the_mail_over_does_not_send_it_again()
    {
        var shop = new VirtualShop(Cases.Mail("cart-left")) { DeliveryIsDown = true }.Known();
        shop.Tell(EventKinds.CartUpdated, Cases.Cart());
        var id = shop.HandedOn.Single();
        shop.Profile = Delivering.Claim(shop.Profile, id, new Claim("c", MessageKinds.Marketing, null), shop.Now);
        shop.Profile = Delivering.Record(shop.Profile, id, new DeliveryOutcome(OutcomeClass.Ambiguous), shop.Now);
        shop.DeliveryIsDown = false;
        shop.Deliver(id);
        shop.Days(2);

        Assert.Empty(shop.Done);
    }

    [Fact]
    public void Mautic_7716_two_identical_callbacks_under_two_ids_start_one_play()
    {
        var shop = new VirtualShop(Cases.Mail("thanks", EventKinds.OrderPlaced)).Known();
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 5 });
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 5 });
        shop.Days(3);

        Assert.Single(shop.Done);
    }
}

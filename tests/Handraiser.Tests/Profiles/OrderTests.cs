using Handraiser.Events;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

/// <summary>Orders and their money, where what is told is unusual.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData(EventKinds.OrderPlaced)]
    [InlineData(EventKinds.OrderRefunded)]
    public void A_slip_of_the_keyboard_does_not_overflow_all_that_is_told_later(string kind)
    {
        var slip = Event(kind, 0, new EventData { OrderId = "slip", Value = decimal.MaxValue });

        var profile = Told(slip, Event(kind, 1, new EventData { OrderId = "slip", Value = 10 }), Placed("o", 2, 30), Event(EventKinds.OrderCancelled, 3, new EventData { OrderId = "slip" }));

        Assert.Equal(1, profile.Rhythm.Orders);
        Assert.Equal(30, Assert.Single(profile.Rhythm.Spent).Amount);
        Assert.Equal(3000, profile.Rhythm.Days.Cents[0]);
    }

    [Fact]
    public void A_cancelled_order_of_less_than_nothing_adds_nothing_to_its_day()
    {
        var (order, exchange, cancelled) = (Placed("o", 0, 10), Placed("exchange", 1, -50), Event(EventKinds.OrderCancelled, 2, new EventData { OrderId = "exchange" }));

        Assert.Equal(1000, Told(cancelled, exchange, order).Rhythm.Days.Cents[0]);
        Assert.Equal(1000, Told(order, exchange, cancelled).Rhythm.Days.Cents[0]);
    }

    [Fact]
    public void A_currency_that_only_one_telling_has_is_the_orders_whichever_comes_first()
    {
        var (bare, full) = (Placed("o", 0, 9), Placed("o", 5, 9, "GBP"));

        Assert.Equal(new Spend("GBP", 9), Assert.Single(Told(full, bare).Rhythm.Spent));
        Assert.Equal(new Spend("GBP", 9), Assert.Single(Told(bare, full).Rhythm.Spent));
    }

    [Fact]
    public void Money_that_turns_out_to_be_of_another_currency_is_none_of_the_shops()
    {
        var (order, refund) = (Placed("o", 0, 9), Event(EventKinds.OrderRefunded, 5, new EventData { OrderId = "o", Value = 2, Currency = "USD" }));

        Assert.Equal(0, Told(refund, order).Rhythm.Days.Cents[0]);
        Assert.Equal(0, Told(order, refund).Rhythm.Days.Cents[0]);
    }

    [Fact]
    public void The_last_purchase_stays_the_last_where_its_order_is_no_longer_remembered()
    {
        // The last purchase is the first to be forgotten: all others were shipped after it.
        var others = Enumerable.Range(0, OrderFolding.Kept).SelectMany(i => new[] { Placed($"o{i}", -2000 - i * 1440, 5), Event(EventKinds.OrderFulfilled, 10 + i, new EventData { OrderId = $"o{i}" }) });

        var profile = Told([Placed("last", 0, 5), .. others, Event(EventKinds.OrderCancelled, 90, new EventData { OrderId = "o3" })]);

        Assert.Equal(At(0), profile.Rhythm.LastOrder);
        Assert.Equal(At(0), profile.Rhythm.Days.Last);
    }

    [Fact]
    public void An_empty_id_is_none()
    {
        Assert.Equal(2, Told(Placed("", 0, 1), Placed("", 1, 2)).Rhythm.Orders);

        var (cart, order) = (Event(EventKinds.CartUpdated, 0, new EventData { CartId = "c", Value = 1 }), Event(EventKinds.OrderPlaced, 5, new EventData { OrderId = "o", CartId = "", CheckoutId = "" }));
        Assert.Empty(Told(cart, order).Carts);
        Assert.Empty(Told(order, cart).Carts);

        var emptied = Event(EventKinds.CartEmptied, 5, new EventData { CartId = "" }, new Identifiers { Cart = "" });
        Assert.Single(Told(cart, emptied).Carts);
        Assert.Single(Told(emptied, cart).Carts);
        Assert.Equal("m", Remembering.MessageOf(Event(EventKinds.EmailOpened, 0, new EventData { ActionId = "", MessageId = "m" })));
    }

    [Fact]
    public void A_cart_of_which_neither_lines_nor_worth_were_told_has_no_currency()
    {
        var (full, bare) = (Event(EventKinds.CartUpdated, 0, new EventData { CartId = "c", Value = 1, Currency = "GBP" }), Event(EventKinds.CheckoutStarted, 60, new EventData { CartId = "c", Currency = "EUR" }));
        var order = Placed("o", 1, 5);

        Assert.Null(Assert.Single(Told(order, full, bare).Carts).Currency);
        Assert.Null(Assert.Single(Told(full, bare, order).Carts).Currency);
    }

    private static CustomerEvent Placed(string id, double minute, decimal value, string? currency = null) =>
        Event(EventKinds.OrderPlaced, minute, new EventData { OrderId = id, Value = value, Currency = currency });
}

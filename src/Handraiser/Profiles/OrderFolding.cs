using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;

namespace Handraiser.Profiles;

/// <summary>
/// Orders, by their id: told twice they count once, a cancelled one does not count, and money given back is taken off, in whatever order
/// that is told.
/// </summary>
internal static class OrderFolding
{
    /// <summary>How many orders are remembered one by one.</summary>
    public const int Kept = 20;

    /// <summary>How many currencies the money is kept of; those that sort last are forgotten.</summary>
    public const int CurrenciesKept = 16;

    /// <summary>More is taken for this, and so is less than as much below zero: a slip of the keyboard must not overflow all that is told later.</summary>
    private const decimal MostMoney = 1_000_000_000_000_000;

    /// <summary>Whether this is an order that was told before under another event's id.</summary>
    public static bool IsToldAgain(Profile profile, CustomerEvent happened) =>
        happened.Kind == EventKinds.OrderPlaced && happened.Data.OrderId is { } id && Find(profile.Rhythm.Last, Id(id)) is >= 0 and var place
        && profile.Rhythm.Last[place].PlacedAt is not null;

    public static Profile Fold(Profile profile, CustomerEvent happened, Store shop)
    {
        var rhythm = profile.Rhythm;
        var data = happened.Data;
        var currency = Text.Cut(data.Currency, 8) ?? "";
        var money = Math.Clamp(data.Value ?? 0, -MostMoney, MostMoney);
        if (data.OrderId is null && happened.Kind == EventKinds.OrderRefunded)
        {
            return profile with { Rhythm = rhythm with { Spent = Spend(rhythm.Spent, currency, -money) } };
        }

        var id = Id(data.OrderId ?? $"event:{happened.Id}");
        var place = Find(rhythm.Last, id);
        var old = place >= 0 ? rhythm.Last[place] : new OrderSeen { Id = id, KnownAt = happened.At };
        var known = happened.At > old.KnownAt ? old with { KnownAt = happened.At } : old;
        var now = happened.Kind switch
        {
            EventKinds.OrderPlaced => Placed(known, happened.At, money, currency),
            EventKinds.OrderRefunded => known with { Refunded = known.Refunded + money, Currency = known.Currency.Length > 0 ? known.Currency : currency },
            EventKinds.OrderCancelled => known with { Cancelled = true },
            EventKinds.OrderFulfilled => known with { Fulfilled = true },
            _ => known,
        };
        rhythm = rhythm with
        {
            Orders = rhythm.Orders + (now.Counts ? 1 : 0) - (old.Counts ? 1 : 0),
            Spent = Spend(Spend(rhythm.Spent, old.Currency, -old.Worth), now.Currency, now.Worth),
            Last = With(place >= 0 ? rhythm.Last.RemoveAt(place) : rhythm.Last, now),
        };
        rhythm = Timed(Bounded(rhythm));
        profile = profile.ToChange();
        profile.Rhythm = rhythm with { Days = PurchaseFolding.Changed(rhythm, old, now, shop) };
        return profile;
    }

    /// <summary>The rhythm of two rows that become one; an order that both know is one.</summary>
    public static Rhythm Together(Rhythm a, Rhythm b, Store shop)
    {
        var merged = a with
        {
            Orders = a.Orders + b.Orders,
            Spent = b.Spent.Aggregate(a.Spent, (spent, more) => Spend(spent, more.Currency, more.Amount)),
            OlderOrder = Times.Later(a.OlderOrder, b.OlderOrder),
            OldestOrder = Times.Earlier(a.OldestOrder, b.OldestOrder),
            StoreVisits = a.StoreVisits + b.StoreVisits,
            LastStoreVisit = Times.Later(a.LastStoreVisit, b.LastStoreVisit),
            Views = a.Views + b.Views,
            LastView = Times.Later(a.LastView, b.LastView),
            OnlineDays = a.OnlineDays.Union(b.OnlineDays),
        };
        // The day of an order that both knew has its worth from both: it is taken out of each row and put in once.
        var (days, others) = (a, b);
        var again = new List<OrderSeen>();
        foreach (var order in b.Last)
        {
            var place = Find(merged.Last, order.Id);
            if (place < 0)
            {
                merged = merged with { Last = With(merged.Last, order) };
                continue;
            }
            var known = merged.Last[place];
            var both = known with
            {
                PlacedAt = Times.Earlier(known.PlacedAt, order.PlacedAt),
                Value = Math.Max(known.Value, order.Value),
                Refunded = known.Refunded + order.Refunded,
                Cancelled = known.Cancelled || order.Cancelled,
                Fulfilled = known.Fulfilled || order.Fulfilled,
                KnownAt = known.KnownAt > order.KnownAt ? known.KnownAt : order.KnownAt,
                Currency = known.Currency.Length > 0 ? known.Currency : order.Currency,
                Categories = known.Categories.IsEmpty ? order.Categories : known.Categories,
                BareRefunds = RefundFolding.Together(known.BareRefunds, order.BareRefunds),
            };
            merged = merged with
            {
                Orders = merged.Orders - (known.Counts ? 1 : 0) - (order.Counts ? 1 : 0) + (both.Counts ? 1 : 0),
                Spent = Spend(Spend(Spend(merged.Spent, known.Currency, -known.Worth), order.Currency, -order.Worth), both.Currency, both.Worth),
                Last = With(merged.Last.RemoveAt(place), both),
            };
            (days, others) = (PurchaseFolding.Out(days, known, shop), PurchaseFolding.Out(others, order, shop));
            if (both.Counts) again.Add(both);
        }
        merged = merged with { Days = PurchaseFolding.Together(days.Days, others.Days, again, shop) };
        return Timed(Bounded(merged));
    }

    /// <summary>The rhythm with its oldest orders forgotten one by one, as many as are too many.</summary>
    public static Rhythm Bounded(Rhythm rhythm)
    {
        while (rhythm.Last.Length > Kept)
        {
            var gone = rhythm.Last[0];
            rhythm = rhythm with
            {
                Last = rhythm.Last.RemoveAt(0),
                OlderOrder = gone.Counts ? Times.Later(rhythm.OlderOrder, gone.PlacedAt) : rhythm.OlderOrder,
                OldestOrder = gone.Counts ? Times.Earlier(rhythm.OldestOrder, gone.PlacedAt) : rhythm.OldestOrder,
            };
        }
        return rhythm;
    }

    /// <summary>The rhythm with its first and last order found anew.</summary>
    public static Rhythm Timed(Rhythm rhythm)
    {
        var first = rhythm.OldestOrder;
        var last = rhythm.OlderOrder;
        foreach (var order in rhythm.Last)
        {
            if (!order.Counts) continue;
            first = Times.Earlier(first, order.PlacedAt);
            last = Times.Later(last, order.PlacedAt);
        }
        return rhythm with { FirstOrder = first, LastOrder = last };
    }

    /// <summary>The money with so much more of a currency; a currency that comes to nothing goes.</summary>
    public static ImmutableArray<Spend> Spend(ImmutableArray<Spend> spent, string currency, decimal amount)
    {
        if (amount == 0) return spent;
        for (var i = 0; i < spent.Length; i++)
        {
            var by = string.CompareOrdinal(spent[i].Currency, currency);
            if (by == 0) return spent[i].Amount == -amount ? spent.RemoveAt(i) : spent.SetItem(i, spent[i] with { Amount = spent[i].Amount + amount });
            if (by > 0) return Bounded(spent.Insert(i, new Spend(currency, amount)));
        }
        return Bounded(spent.Add(new Spend(currency, amount)));
    }

    private static ImmutableArray<Spend> Bounded(ImmutableArray<Spend> spent) => spent.Length <= CurrenciesKept ? spent : spent.RemoveAt(CurrenciesKept);

    /// <summary>The orders with one more, the one known of last at the end.</summary>
    public static ImmutableArray<OrderSeen> With(ImmutableArray<OrderSeen> orders, OrderSeen order)
    {
        var place = orders.Length;
        while (place > 0 && (orders[place - 1].KnownAt > order.KnownAt
            || (orders[place - 1].KnownAt == order.KnownAt && string.CompareOrdinal(orders[place - 1].Id, order.Id) > 0))) place--;
        return orders.Insert(place, order);
    }

    /// <summary>The place of an order among others, or -1.</summary>
    public static int Find(ImmutableArray<OrderSeen> orders, string id)
    {
        for (var i = orders.Length - 1; i >= 0; i--)
        {
            if (orders[i].Id == id) return i;
        }
        return -1;
    }

    /// <summary>An order was placed. Of two tellings the earlier one counts, whichever came first; its currency is the other's where it tells none.</summary>
    public static OrderSeen Placed(OrderSeen order, DateTimeOffset at, decimal value, string currency)
    {
        if (order.PlacedAt is { } before && (before < at || (before == at && order.Value >= value)))
        {
            return order.Currency.Length > 0 ? order : order with { Currency = currency };
        }
        return order with { PlacedAt = at, Value = value, Currency = currency.Length > 0 ? currency : order.Currency };
    }

    /// <summary>An order's id as it is remembered.</summary>
    public static string Id(string id) => id.Length > 64 ? StableHash.Id(id) : id;
}

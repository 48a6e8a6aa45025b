using Handraiser.Lapse;
using Handraiser.Playbooks;

namespace Handraiser.Profiles;

/// <summary>Keeps the days of purchase in step with the orders, so that a cancelled order was no purchase.</summary>
internal static class PurchaseFolding
{
    /// <summary>The days after one order changed from <paramref name="old"/> to <paramref name="now"/>.</summary>
    /// <param name="rhythm">With the order as it is now.</param>
    /// <param name="old">The order as it was.</param>
    /// <param name="now">The order as it is.</param>
    /// <param name="shop">Whose days and money count.</param>
    public static PurchaseDays Changed(Rhythm rhythm, OrderSeen old, OrderSeen now, Store shop)
    {
        if (old.Counts == now.Counts && old.PlacedAt == now.PlacedAt && old.Value == now.Value && old.Currency == now.Currency) return rhythm.Days;
        var days = old.Counts ? Without(rhythm, old, shop) : rhythm.Days;
        return now.Counts ? days.With(Local(now, shop), Worth(now, shop)) : days;
    }

    /// <summary>The days of two rows that become one, with the orders that both knew.</summary>
    public static PurchaseDays Together(PurchaseDays a, PurchaseDays b, List<OrderSeen> shared, Store shop)
    {
        var days = a.Count == 0 ? b : b.Count == 0 ? a : Union(a, b);
        foreach (var order in shared) days = days.With(Local(order, shop), Worth(order, shop));
        return days;
    }

    /// <summary>The rhythm as if this order had never been.</summary>
    public static Rhythm Out(Rhythm rhythm, OrderSeen order, Store shop) =>
        rhythm with { Days = order.Counts ? Without(rhythm, order, shop) : rhythm.Days, Last = rhythm.Last.Remove(order) };

    private static PurchaseDays Union(PurchaseDays a, PurchaseDays b)
    {
        var cents = new SortedDictionary<int, long>();
        for (var i = 0; i < a.Count; i++) cents[a.Days[i]] = a.Cents[i];
        for (var i = 0; i < b.Count; i++) cents[b.Days[i]] = cents.GetValueOrDefault(b.Days[i]) + b.Cents[i];
        return PurchaseDays.Of([.. cents.Keys], [.. cents.Values], Times.Later(a.Last, b.Last));
    }

    private static PurchaseDays Without(Rhythm rhythm, OrderSeen gone, Store shop)
    {
        var day = Day(gone, shop);
        var place = rhythm.Days.Days.IndexOf(day);
        if (place < 0) return rhythm.Days;
        var days = rhythm.Days.Days.ToArray().ToList();
        var cents = rhythm.Days.Cents.ToArray().ToList();
        if (rhythm.Last.Any(o => o.Counts && o.Id != gone.Id && Day(o, shop) == day))
        {
            cents[place] = Math.Max(0, cents[place] - PurchaseDays.CentsOf(Worth(gone, shop)));
        }
        else
        {
            days.RemoveAt(place);
            cents.RemoveAt(place);
        }
        var last = Times.Later(rhythm.Last.Where(o => o.Counts && o.Id != gone.Id).Max(o => o.PlacedAt), rhythm.OlderOrder);
        return days.Count == 0 || last is null ? PurchaseDays.None : PurchaseDays.Of([.. days], [.. cents], PurchaseDays.None.With(last.Value).Last);
    }

    private static DateTimeOffset Local(OrderSeen order, Store shop) => TimeZoneInfo.ConvertTime(order.PlacedAt!.Value, shop.TimeZone);

    private static int Day(OrderSeen order, Store shop) => DateOnly.FromDateTime(Local(order, shop).Date).DayNumber;

    private static decimal Worth(OrderSeen order, Store shop) => order.Currency.Length == 0 || order.Currency == shop.Currency ? order.Value : 0;
}

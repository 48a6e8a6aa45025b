using Handraiser.Lapse;

namespace Handraiser.Benchmarks.Lapse;

/// <summary>
/// One cut through a shop's history: what was known of each customer at the end of the cut day, and whether she stayed away for
/// the horizon after it. Rules see the former; the latter only judges them.
/// </summary>
internal sealed class LapseTrial
{
    public LapseTrial(Shop shop, int cut, int horizon)
    {
        Horizon = horizon;
        At = new DateTimeOffset(DateOnly.FromDayNumber(cut).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var known = shop.Customers.Where(buyer => buyer.Days[0] <= cut).ToList();
        Customers = [.. known.Select(buyer => Past(buyer, cut))];
        Facts = [.. Customers.Select(c => c.Until(cut)!.Value)];
        Quiet = [.. known.Select(buyer => !buyer.Days.Any(day => day > cut && day <= cut + horizon))];
        Repeaters = [.. Enumerable.Range(0, Facts.Length).Where(i => Facts[i].Repeats > 0)];
    }

    /// <summary>The end of the past; the model counts that day as complete.</summary>
    public DateTimeOffset At { get; }

    /// <summary>How far ahead is asked, in days.</summary>
    public int Horizon { get; }

    public PurchaseDays[] Customers { get; }

    public Purchases[] Facts { get; }

    /// <summary>The outcome: no purchase within the horizon.</summary>
    public bool[] Quiet { get; }

    /// <summary>Which customers had bought more than once.</summary>
    public int[] Repeaters { get; }

    private static PurchaseDays Past(Buyer buyer, int cut)
    {
        var past = buyer.Days.TakeWhile(day => day <= cut).ToArray();
        return PurchaseDays.Of(past, buyer.Cents.AsSpan(0, past.Length), new DateTimeOffset(DateOnly.FromDayNumber(past[^1]).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
    }
}

using Handraiser.Lapse;

namespace Handraiser.Segments;

/// <summary>
/// The moments from which customers count as lapsed. Finding one takes some forty evaluations of the model, and it moves only with a
/// purchase or a new model; so the purchases that it follows from remember it.
/// </summary>
internal sealed class LapseDates(LapseRule rule)
{
    /// <summary>The moment in Unix milliseconds; null for none. Where only the rule's silence says that it lies ahead, the end of that silence.</summary>
    public long? Of(PurchaseDays purchases, LapseModel model, long? lastAct)
    {
        if (purchases.Last is null) return Milliseconds(model.LapseDate(purchases, rule, lastAct is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null));
        for (var known = purchases.Dates; known is not null; known = known.Other)
        {
            if (ReferenceEquals(known.Model, model) && known.Rule == rule) return known.Date;
        }
        var date = Milliseconds(model.LapseDate(purchases, rule));
        // Those of a model that is no longer in force are forgotten.
        purchases.Dates = new LapseDateFound(model, rule, date, ReferenceEquals(purchases.Dates?.Model, model) ? purchases.Dates : null);
        return date;
    }

    private static long? Milliseconds(DateTimeOffset? moment) =>
        moment is { } at ? (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond : null;
}

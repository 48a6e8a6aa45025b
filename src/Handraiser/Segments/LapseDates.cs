using System.Runtime.CompilerServices;
using Handraiser.Lapse;

namespace Handraiser.Segments;

/// <summary>
/// The moments from which customers count as lapsed. Finding one takes some forty evaluations of the model, and it moves only with a
/// purchase or a new model; so it is remembered for as long as the purchases it follows from are in memory.
/// </summary>
internal sealed class LapseDates(LapseRule rule)
{
    private readonly ConditionalWeakTable<PurchaseDays, Found> found = [];

    /// <summary>The moment in Unix milliseconds; null for none. Where only the rule's silence says that it lies ahead, the end of that silence.</summary>
    public long? Of(PurchaseDays purchases, LapseModel model, long? lastAct, long now)
    {
        if (purchases.Last is null) return Milliseconds(model.LapseDate(purchases, rule, lastAct is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null));
        if (found.TryGetValue(purchases, out var known) && ReferenceEquals(known.Model, model)) return known.Date;
        var date = Milliseconds(model.LapseDate(purchases, rule));
        found.AddOrUpdate(purchases, new Found(model, date));
        return date;
    }

    private static long? Milliseconds(DateTimeOffset? moment) =>
        moment is { } at ? (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond : null;

    private sealed record Found(LapseModel Model, long? Date);
}

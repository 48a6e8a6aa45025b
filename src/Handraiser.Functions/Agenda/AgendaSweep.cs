using Handraiser.Events;
using Handraiser.Functions.Intake;

namespace Handraiser.Functions.Agenda;

/// <summary>
/// Turns what is due into events, and removes it only then: a crash in between, or a second sweep at the same time, wakes somebody twice,
/// which does no harm. Costs one call while nobody is due.
/// </summary>
public sealed class AgendaSweep(IAgenda agenda, IEventSink events)
{
    /// <summary>Pages that are handed on at the same time, while the next is read: each is of other customers, mostly of other buckets.</summary>
    private const int PagesAtOnce = 4;

    /// <summary>Wakes everybody who is due; returns how many.</summary>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var woken = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = PagesAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(agenda.DueAsync(now, cancellation), options, async (due, token) =>
        {
            await events.AcceptAsync([.. due.Select(w => WakeEvent(w, now))], token);
            await agenda.RemoveAsync(due, token);
            Interlocked.Add(ref woken, due.Count);
            Meters.Woken.Add(due.Count);
        });
        return woken;
    }

    private static CustomerEvent WakeEvent(DueWake wake, DateTimeOffset now) => new()
    {
        Id = $"wake:{wake.Slot}:{wake.CustomerId}",
        Kind = EventKinds.TimePassed,
        At = wake.At,
        ReceivedAt = now,
        Source = "agenda",
        Customer = new Identifiers { Id = wake.CustomerId },
    };
}

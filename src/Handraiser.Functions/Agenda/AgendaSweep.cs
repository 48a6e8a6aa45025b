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
        var handingOn = new List<Task>(PagesAtOnce);
        await foreach (var due in agenda.DueAsync(now, cancellation))
        {
            if (handingOn.Count == PagesAtOnce)
            {
                var done = await Task.WhenAny(handingOn);
                handingOn.Remove(done);
                await done;
            }
            handingOn.Add(HandOnAsync(due, now, cancellation));
            woken += due.Count;
        }
        await Task.WhenAll(handingOn);
        return woken;
    }

    private async Task HandOnAsync(IReadOnlyList<DueWake> due, DateTimeOffset now, CancellationToken cancellation)
    {
        await events.AcceptAsync([.. due.Select(w => WakeEvent(w, now))], cancellation);
        await agenda.RemoveAsync(due, cancellation);
        Meters.Woken.Add(due.Count);
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

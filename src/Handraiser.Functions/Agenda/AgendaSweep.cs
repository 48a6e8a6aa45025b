using Handraiser.Events;
using Handraiser.Functions.Intake;

namespace Handraiser.Functions.Agenda;

/// <summary>Turns what is due into events, and removes it only then: a crash in between wakes somebody twice, which does no harm.</summary>
public sealed class AgendaSweep(IAgenda agenda, IEventSink events)
{
    /// <summary>Wakes everybody who is due; returns how many.</summary>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var woken = 0;
        await foreach (var due in agenda.DueAsync(now, cancellation))
        {
            await events.AcceptAsync([.. due.Select(w => WakeEvent(w, now))], cancellation);
            await agenda.RemoveAsync(due, cancellation);
            woken += due.Count;
            Meters.Woken.Add(due.Count);
        }
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

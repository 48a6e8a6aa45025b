using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Agenda;

/// <summary>Each minute: customers whose time has come become events.</summary>
public sealed class SweepAgenda(AgendaSweep sweep, TimeProvider clock)
{
    /// <summary>Reads only slots that are due.</summary>
    [Function("SweepAgenda")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellation) => sweep.SweepAsync(clock.GetUtcNow(), cancellation);
}

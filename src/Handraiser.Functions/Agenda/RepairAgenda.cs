using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Agenda;

/// <summary>Each half hour: lost wakes of one bucket of customers are found.</summary>
internal sealed class RepairAgenda(AgendaRepair repair, TimeProvider clock)
{
    /// <summary>One call where nothing was lost.</summary>
    [Function("RepairAgenda")]
    public Task Run([TimerTrigger("0 7/30 * * * *")] TimerInfo timer, CancellationToken cancellation) => repair.RepairAsync(clock.GetUtcNow(), cancellation);
}

using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Sending;

namespace Handraiser.Functions.Operators.Vitals;

/// <summary>One measured value.</summary>
/// <param name="Name">The metric: a name of <see cref="Names.Metrics"/>.</param>
/// <param name="Value">Messages, seconds or channels, as the metric's unit says.</param>
/// <param name="Queue">The queue that it is about, or null.</param>
public readonly record struct VitalSign(string Name, double Value, string? Queue = null);

/// <summary>Asks queues and agenda how far behind they are: one call of storage a queue, two where something waits, one for the agenda and one for what is stopped. Poison queues are left out: the functions that park what is in them tell of it.</summary>
public sealed class VitalSigns
{
    private readonly QueueServiceClient queues;
    private readonly IAgenda agenda;
    private readonly ISwitches switches;
    private readonly TimeProvider clock;

    internal VitalSigns(QueueServiceClient queues, IAgenda agenda, ISwitches switches, TimeProvider clock)
    {
        this.queues = queues;
        this.agenda = agenda;
        this.switches = switches;
        this.clock = clock;
    }

    /// <summary>The values of this moment.</summary>
    /// <exception cref="RequestFailedException">Storage did not answer.</exception>
    public async Task<IReadOnlyList<VitalSign>> TakeAsync(CancellationToken cancellation)
    {
        var measured = await Task.WhenAll(Names.Queues.All.Select(q => OfAsync(q, cancellation)));
        var stopped = (await switches.ReadAsync(cancellation)).Domains.Count(d => d.IsStopped);
        return
        [
            .. measured.SelectMany(signs => signs),
            new VitalSign(Names.Metrics.AgendaLag, (await BehindAsync(cancellation)).TotalSeconds),
            new VitalSign(Names.Metrics.SendingStopped, stopped),
        ];
    }

    private async Task<VitalSign[]> OfAsync(string name, CancellationToken cancellation)
    {
        var queue = queues.GetQueueClient(name);
        var depth = (await queue.GetPropertiesAsync(cancellation)).Value.ApproximateMessagesCount;
        var waited = depth == 0 ? TimeSpan.Zero : Waited(await queue.PeekMessageAsync(cancellation));
        return
        [
            new VitalSign(Names.Metrics.QueueDepth, depth, name),
            new VitalSign(Names.Metrics.QueueLag, Math.Max(0, waited.TotalSeconds), name),
        ];
    }

    /// <summary>How long the first message has waited, by the clock of storage, which stamped it.</summary>
    private static TimeSpan Waited(Response<PeekedMessage> first) =>
        first.Value?.InsertedOn is { } since && first.GetRawResponse().Headers.Date is { } now ? now - since : TimeSpan.Zero;

    /// <summary>How long the oldest due wake has been due; slots are read in the order of time.</summary>
    private async Task<TimeSpan> BehindAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await foreach (var due in agenda.DueAsync(now, cancellation))
        {
            var oldest = now - due.Min(w => w.At);
            return oldest > TimeSpan.Zero ? oldest : TimeSpan.Zero;
        }
        return TimeSpan.Zero;
    }
}

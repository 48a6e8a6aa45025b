using Handraiser.Functions.Storage;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Agenda;

/// <summary>
/// Finds lost wakes: customers whose rows say that they were to be woken hours ago, and who were not. Their wakes are written anew for the
/// moment that they were for, so one that stands after all is the same row, and the next sweep finds it. Which bucket a turn is for follows
/// from the time: nothing has to be remembered, a turn that was missed comes again with the next round, and two at once do no harm.
/// </summary>
internal sealed partial class AgendaRepair(OverdueWakes overdue, IAgenda agenda, ILogger<AgendaRepair> log)
{
    /// <summary>How far turns are apart; a round over all buckets takes 32 hours.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMinutes(30);

    /// <summary>So late no sweep is that works: what is younger may be on its way.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    /// <summary>Looks over the bucket whose turn it is; returns how many wakes were written anew.</summary>
    public async Task<int> RepairAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var repaired = 0;
        await foreach (var lost in overdue.OfAsync(BucketOf(now), now - Patience, cancellation))
        {
            await agenda.ArmAsync(lost, cancellation);
            repaired += lost.Count;
        }
        if (repaired > 0) LogRepaired(repaired);
        return repaired;
    }

    /// <summary>The bucket whose turn it is.</summary>
    public static int BucketOf(DateTimeOffset now) => (int)(now.UtcTicks / Turn.Ticks % Identity.Buckets);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} customers had not been woken when their time came; they are woken now")]
    private partial void LogRepaired(int count);
}

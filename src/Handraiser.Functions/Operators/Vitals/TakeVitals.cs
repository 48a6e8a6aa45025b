using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Operators.Vitals;

/// <summary>Every ten minutes: what waits, how long, and what stands still becomes metrics, for the alerts of <c>infra/modules/alerts.bicep</c>.</summary>
public sealed class TakeVitals(VitalSigns signs, ILogger<TakeVitals> log)
{
    /// <summary>Measures once.</summary>
    [Function("TakeVitals")]
    public async Task Run([TimerTrigger("30 */10 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        foreach (var sign in await signs.TakeAsync(cancellation))
        {
            Meters.Record(sign);
            log.LogMetric(sign.Name, sign.Value, sign.Queue is { } queue ? new Dictionary<string, object> { ["queue"] = queue } : null);
        }
    }
}

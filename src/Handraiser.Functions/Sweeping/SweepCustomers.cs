using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Sweeping;

/// <summary>Each minute: the next part of the sweep, where the playbook or the model changed.</summary>
internal sealed class SweepCustomers(CustomerSweep sweep)
{
    /// <summary>Works for most of a minute at most.</summary>
    [Function("SweepCustomers")]
    public Task Run([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellation) => sweep.RunAsync(cancellation);
}

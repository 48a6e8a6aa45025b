using Handraiser.Functions.Intake.Senders;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Intake;

/// <summary>Each night: proofs that are older than any sender's tolerance go.</summary>
public sealed class ForgetProofs(IProofs proofs, Senderbook senders, TimeProvider clock)
{
    /// <summary>Removes whole days; a run that fails leaves the rest to the next one.</summary>
    [Function(nameof(ForgetProofs))]
    public Task Run([TimerTrigger("0 20 3 * * *")] TimerInfo timer, CancellationToken cancellation) => proofs.ForgetAsync(clock.GetUtcNow() - senders.ProofsCount, cancellation);
}

namespace Handraiser.Functions.Intake;

/// <summary>Proofs that were used: for senders whose signature does not cover the body.</summary>
public interface IProofs
{
    /// <summary>The hash of the body that the proof came with; null when it is new.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task<string?> FindAsync(DateTimeOffset stamp, string proof, CancellationToken cancellation);

    /// <summary>Remembers a proof; of two bodies at the same moment the first is kept.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task RememberAsync(DateTimeOffset stamp, string proof, string body, CancellationToken cancellation);

    /// <summary>Forgets the proofs that were stamped before this day (UTC): they are refused as stale by now.</summary>
    /// <returns>How many they were.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation);
}

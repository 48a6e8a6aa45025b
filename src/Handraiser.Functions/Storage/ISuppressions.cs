using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>A stop on one keyed hash of a name.</summary>
/// <param name="Home">The keyed hash (<see cref="Identity"/>): the home of the name that must not be written to.</param>
/// <param name="Stop">What is stopped, why and since when.</param>
public sealed record KeptStop(string Home, Suppression Stop);

/// <summary>Who must not be written to, and who was erased: keyed hashes only, so that it may outlive the customer.</summary>
public interface ISuppressions
{
    /// <summary>Keeps stops; the same one twice is one.</summary>
    Task KeepAsync(IReadOnlyCollection<KeptStop> stops, CancellationToken cancellation);

    /// <summary>Lets go of stops that were lifted; one that is gone already is as it should be.</summary>
    Task LiftAsync(IReadOnlyCollection<KeptStop> stops, CancellationToken cancellation);

    /// <summary>The stops on one hash.</summary>
    Task<IReadOnlyList<Suppression>> OfAsync(string home, CancellationToken cancellation);

    /// <summary>Remembers that the customer of these hashes was erased, and when (UTC).</summary>
    Task EraseAsync(IReadOnlyCollection<string> homes, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>All hashes of erased customers, and when each was last erased (UTC).</summary>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> ErasedAsync(CancellationToken cancellation);
}

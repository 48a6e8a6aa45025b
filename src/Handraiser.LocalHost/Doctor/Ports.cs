namespace Handraiser.LocalHost.Doctor;

/// <summary>What the doctor asks of DNS.</summary>
internal interface ITextRecords
{
    /// <summary>The text records of each name, aliases followed: none where the name has none, null where nobody answered.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<string>?>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellation);
}

/// <summary>What the doctor asks of storage.</summary>
internal interface IStorageProbe
{
    /// <summary>What is missing there, and what time it is there.</summary>
    /// <exception cref="Azure.RequestFailedException">It refuses, or nobody answers.</exception>
    Task<StorageState> LookAsync(CancellationToken cancellation);
}

/// <summary>What storage said.</summary>
/// <param name="MissingQueues">Queues that are not there, poison queues included.</param>
/// <param name="MissingTables">Tables that are not there.</param>
/// <param name="MissingContainers">Containers that are not there.</param>
/// <param name="Parked">Poison queues with messages in them.</param>
/// <param name="Now">The time of its answer; null when it told none.</param>
internal sealed record StorageState(
    IReadOnlyList<string> MissingQueues,
    IReadOnlyList<string> MissingTables,
    IReadOnlyList<string> MissingContainers,
    IReadOnlyList<string> Parked,
    DateTimeOffset? Now);

namespace Handraiser.Testing.Storage;

/// <summary>One call of storage, as it goes over the line.</summary>
/// <param name="Service"><c>table</c>, <c>queue</c> or <c>blob</c>.</param>
/// <param name="Place">The table, queue or container.</param>
/// <param name="Operation">What is asked for: the name of the client's method without Async.</param>
public readonly record struct StorageCall(string Service, string Place, string Operation);

/// <summary>What lies between a client and storage in memory: where calls are delayed, lost, doubled, or simply carried out.</summary>
public interface IStorageLine
{
    /// <summary>Carries out a call. <paramref name="effect"/> is what storage does; it throws what storage would answer.</summary>
    Task<T> CallAsync<T>(StorageCall asked, Func<T> effect);
}

/// <summary>A line without faults and without delay.</summary>
public sealed class DirectLine : IStorageLine
{
    public static readonly DirectLine Instance = new();

    public Task<T> CallAsync<T>(StorageCall asked, Func<T> effect)
    {
        try
        {
            return Task.FromResult(effect());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}

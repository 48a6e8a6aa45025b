namespace Handraiser.Functions.Storage;

/// <summary>Something that could not be processed, kept with its reason until somebody replays or removes it.</summary>
/// <param name="Id">Sorts by time; safe in URLs.</param>
/// <param name="Queue">The queue it came from, or was to go to.</param>
/// <param name="Reason">Why, in words for an operator; nothing personal.</param>
/// <param name="Content">The message or the event, as it was.</param>
/// <param name="At">When it was parked, UTC.</param>
public sealed record ParkedItem(string Id, string Queue, string Reason, string Content, DateTimeOffset At);

/// <summary>What could not be processed. Never expires.</summary>
public interface IParked
{
    /// <summary>Keeps one item; parking the same content for the same reason at the same time twice keeps one.</summary>
    Task ParkAsync(string queue, string reason, string content, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>The parked items, newest first.</summary>
    IAsyncEnumerable<ParkedItem> ListAsync(CancellationToken cancellation);

    /// <summary>One item, or null.</summary>
    Task<ParkedItem?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Removes one item.</summary>
    Task RemoveAsync(string id, CancellationToken cancellation);
}

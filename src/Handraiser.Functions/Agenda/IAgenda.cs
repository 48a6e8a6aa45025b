namespace Handraiser.Functions.Agenda;

/// <summary>A customer to wake.</summary>
/// <param name="CustomerId">Whom.</param>
/// <param name="At">When, UTC.</param>
public readonly record struct WakeUp(string CustomerId, DateTimeOffset At);

/// <summary>A wake that is due, with what is needed to remove it.</summary>
/// <param name="CustomerId">Whom.</param>
/// <param name="At">When it was to be, UTC.</param>
/// <param name="Slot">Where it stands.</param>
/// <param name="Version">The version of its row: a wake that was written anew is not removed.</param>
public sealed record DueWake(string CustomerId, DateTimeOffset At, string Slot, string Version);

/// <summary>When to wake whom. Only what is due is ever read.</summary>
public interface IAgenda
{
    /// <summary>Writes wakes. The same wake twice is one.</summary>
    Task ArmAsync(IReadOnlyCollection<WakeUp> wakes, CancellationToken cancellation);

    /// <summary>Takes back wakes of a customer who was erased; one that is not there is as it should be.</summary>
    Task DisarmAsync(IReadOnlyCollection<WakeUp> wakes, CancellationToken cancellation);

    /// <summary>The wakes of every slot up to <paramref name="now"/>, page by page.</summary>
    IAsyncEnumerable<IReadOnlyList<DueWake>> DueAsync(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Removes wakes that were handed on.</summary>
    Task RemoveAsync(IReadOnlyList<DueWake> wakes, CancellationToken cancellation);
}

using Handraiser.FollowUps;

namespace Handraiser.Functions.Delivery;

/// <summary>The responders' list.</summary>
public interface IFollowUps
{
    /// <summary>Puts one on the list; one that is there already stays as it is.</summary>
    Task AddAsync(FollowUp item, CancellationToken cancellation);

    /// <summary>
    /// Gives owners. What is open is read, best first, and what <paramref name="share"/> returns, changed or new, is written only if no other
    /// instance gave anything in between; else it is asked again, by what they left. A new one that is on the list already, closed even,
    /// stays as it is.
    /// </summary>
    Task ShareAsync(Func<IReadOnlyList<FollowUp>, IReadOnlyCollection<FollowUp>> share, CancellationToken cancellation);

    /// <summary>All that are not closed, best first.</summary>
    Task<IReadOnlyList<FollowUp>> OpenAsync(CancellationToken cancellation);

    /// <summary>A customer's that are not closed, best first.</summary>
    Task<IReadOnlyList<FollowUp>> OpenOfAsync(string customerId, CancellationToken cancellation);

    /// <summary>One of them, closed or not; null when there is none.</summary>
    Task<FollowUp?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>All of one customer, closed ones too, in the order in which they arose.</summary>
    Task<IReadOnlyList<FollowUp>> OfAsync(string customerId, CancellationToken cancellation);

    /// <summary>Removes all of a customer who was erased, closed ones too.</summary>
    Task RemoveOfAsync(string customerId, CancellationToken cancellation);

    /// <summary>
    /// Changes one by a conditional write: where somebody else was faster, the change is judged again by what they left.
    /// </summary>
    /// <returns>The change as it was written, or its refusal; null when there is no such follow-up.</returns>
    Task<FollowUpChange?> ChangeAsync(string id, Func<FollowUp, FollowUpChange> change, CancellationToken cancellation);
}

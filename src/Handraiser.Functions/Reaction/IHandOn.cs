using Handraiser.Plays;

namespace Handraiser.Functions.Reaction;

/// <summary>Where what was decided goes, once it is committed. Handing the same on twice does no harm.</summary>
public interface IHandOn
{
    /// <summary>Puts actions into the <c>deliveries</c> queue.</summary>
    Task DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation);
}

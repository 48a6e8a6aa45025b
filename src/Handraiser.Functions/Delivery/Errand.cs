using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery;

/// <summary>Puts an action that no play decided onto a profile, and on its way: through the same delivery as all else, and as surely once.</summary>
internal sealed class Errand(ICustomers customers, IHandOn handOn)
{
    private const int MostTries = 20;

    /// <summary>Plans it; one that stands there already, or was sent, stays as it is.</summary>
    /// <exception cref="TimeoutException">The customer's row changed faster than it could be written.</exception>
    public async Task SendAsync(string customerId, PlannedAction action, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var row = await customers.HomeAsync(customerId, cancellation);
            var profile = row.Profile;
            if (profile.Sends.Any(s => s.ActionId == action.Id)) return;
            if (Delivering.Find(profile, action.Id) is not null || await IsWrittenAsync(row, profile with { Actions = profile.Actions.Add(action) }, cancellation))
            {
                await handOn.DeliverAsync([(profile.Id, action)], cancellation);
                return;
            }
        }
        throw new TimeoutException("The customer's row changed faster than the action could be written.");
    }

    private async Task<bool> IsWrittenAsync(CustomerRow row, Profile next, CancellationToken cancellation) =>
        (await customers.CommitAsync(Identity.Bucket(next.Id), [new CustomerChange(row, next)], cancellation)).ContainsKey(next.Id);
}

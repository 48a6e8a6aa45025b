using Handraiser.Events;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Operators;

/// <summary>Finds a customer for people: by id or by any name, always as the table has them now.</summary>
internal sealed class CustomerLookup(ICustomers customers, Identity identity)
{
    private const int MostSignposts = 8;

    /// <summary>The customer of this id, signposts followed; null when there is none.</summary>
    public async Task<Profile?> FindAsync(string id, CancellationToken cancellation)
    {
        for (var i = 0; i < MostSignposts && Identity.IsId(id); i++)
        {
            customers.Forget(id);
            var row = await customers.LoadAsync(id, cancellation);
            if (row.Profile.MovedTo is not { } next) return row.ETag is null ? null : row.Profile;
            id = next;
        }
        return null;
    }

    /// <summary>The customer of the strongest of these names that leads to anybody.</summary>
    public async Task<Profile?> FindAsync(Identifiers names, CancellationToken cancellation)
    {
        foreach (var home in identity.Homes(names))
        {
            if (await FindAsync(home, cancellation) is { } found) return found;
        }
        return null;
    }
}

using Handraiser.Events;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Reaction;

/// <summary>What one message means for one customer.</summary>
/// <param name="found">The row where the customer lives, as far as signposts told.</param>
internal sealed class Work(CustomerRow found)
{
    public string CustomerId => found.Profile.Id;

    /// <summary>
    /// The row as it was when the work was assigned. Where the cache had to let go of it meanwhile, it need not be read again: should it be old by
    /// then, the conditional write tells.
    /// </summary>
    public CustomerRow Found => found;

    /// <summary>What happened, in the order of the message.</summary>
    public List<CustomerEvent> Events { get; } = [];

    /// <summary>Other names of the customer that the events told: their signposts stand already.</summary>
    public List<string> Homes { get; } = [];

    /// <summary>Profiles that turned out to be the same customer, to be absorbed.</summary>
    public List<Profile> Absorb { get; } = [];

    /// <summary>Whether the customer was there when the work was assigned: if the row is gone by then, they were erased meanwhile.</summary>
    public bool Existed { get; set; }

    /// <summary>Stops that outlived the erasure of a customer who comes back.</summary>
    public List<Suppression> Stops { get; } = [];

    /// <summary>Takes over the work of a customer who turned out to be the same.</summary>
    public void TakeOver(Work other)
    {
        Events.AddRange(other.Events);
        Homes.AddRange(other.Homes);
        Absorb.AddRange(other.Absorb);
        Stops.AddRange(other.Stops);
    }
}

using Handraiser.Events;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Reaction;

/// <summary>
/// Keeps <c>suppressions</c> in step with the stops on profiles. A crash between the profile's commit and this write leaves the table
/// behind until the customer is erased: erasing copies every stop again, so nothing that has to outlive a customer is lost.
/// </summary>
internal static class Stops
{
    /// <summary>The stops that arose, and those that were lifted, under the hash of the address or number that they are about.</summary>
    public static (IReadOnlyList<KeptStop> Arose, IReadOnlyList<KeptStop> Lifted) Between(Profile before, Profile after, Identity identity)
    {
        if (before.Permissions.Suppressions == after.Permissions.Suppressions) return ([], []);
        var old = before.Permissions.Suppressions;
        var now = after.Permissions.Suppressions;
        return (
            [.. now.Where(s => !old.Contains(s)).Select(s => Of(after, s, identity))],
            [.. old.Where(s => !now.Any(n => n.Channel == s.Channel && n.Reason == s.Reason)).Select(s => Of(after, s, identity))]);
    }

    /// <summary>A stop under the hash of the address or number that it is about; where none is known, of the customer.</summary>
    public static KeptStop Of(Profile profile, Suppression stop, Identity identity)
    {
        var name = stop.Channel switch
        {
            Channels.Email => new Identifiers { Email = profile.Person.Email },
            Channels.Sms => new Identifiers { Phone = profile.Person.Phone },
            _ => new Identifiers(),
        };
        return new KeptStop(identity.FirstHome(name) ?? profile.Id, stop);
    }
}

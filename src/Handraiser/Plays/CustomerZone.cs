using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>In which time zone a customer lives.</summary>
public static class CustomerZone
{
    /// <summary>The zone the customer told or the shop knows (trait <c>timeZone</c>, an IANA name), else the shop's.</summary>
    public static TimeZoneInfo Of(Profile profile, Store store) =>
        profile.Person.Trait("timeZone") is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : store.TimeZone;
}

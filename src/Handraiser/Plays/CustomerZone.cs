using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>In which time zone a customer lives.</summary>
public static class CustomerZone
{
    /// <summary>
    /// The best that is known, never nothing: the zone that was stated (trait <c>timeZone</c>, an IANA name), else that of the place (traits
    /// <c>country</c>, <c>region</c> and <c>city</c>), else that of the telephone number's country or area, else the shop's. Of a country
    /// with several zones and no place known, the one in which most people live.
    /// </summary>
    public static TimeZoneInfo Of(Profile profile, Store store)
    {
        var person = profile.Person;
        if (person.Trait("timeZone") is { } name && Zones.Find(name) is { } stated) return stated;
        if (person.Trait("country") is { } country && Zones.OfPlace(country, person.Trait("region"), person.Trait("city")) is { } there) return there;
        return person.Phone is { } phone && Zones.OfPhone(phone) is { } called ? called : store.TimeZone;
    }
}

using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>
/// Names of a person. Every event that names a customer tells a name, but only one about the customer changes it: an old mail
/// opened later does not bring the old address back.
/// </summary>
internal static class PersonFolding
{
    /// <summary>The person with the names that an event tells, and with the facts that it tells about them.</summary>
    public static Person Named(Person person, CustomerEvent happened)
    {
        var names = happened.Customer;
        var firm = happened.Kind is EventKinds.CustomerKnown or EventKinds.CustomerUpdated;
        if (names.Email is not null) person = Told(person, NameKinds.Email, names.Email, happened.At, firm);
        if (names.Phone is not null) person = Told(person, NameKinds.Phone, names.Phone, happened.At, firm);
        if (names.ShopId is not null) person = Told(person, NameKinds.Shop, names.ShopId, happened.At, firm);
        if (names.Loyalty is not null) person = Told(person, NameKinds.Loyalty, names.Loyalty, happened.At, firm);
        return happened.Data.Traits is { IsEmpty: false } traits ? person with { Traits = TraitFolding.With(person.Traits, traits, happened) } : person;
    }

    /// <summary>The person with one telling of a name more.</summary>
    public static Person Told(Person person, string kind, string value, DateTimeOffset at, bool firm)
    {
        var place = Find(person.Names, kind);
        var old = place < 0 ? null : person.Names[place];
        var same = old is not null && old.Value == value;
        if (!same)
        {
            if (Normal(kind, value) is not { } normal) return person;
            value = normal;
        }
        if (kind is NameKinds.Email or NameKinds.Phone && (person.KnownSince is not { } since || at < since)) person = person with { KnownSince = at };
        if (old is not null && !Wins(value, at, firm, old)) return person;
        var told = new NameTold(kind, same ? old!.Value : value, at, firm);
        person = person with { Names = old is null ? person.Names.Add(told) : person.Names.SetItem(place, told) };
        return kind switch
        {
            NameKinds.Email => person with { Email = told.Value },
            NameKinds.Phone => person with { Phone = told.Value },
            NameKinds.Shop => person with { ShopId = told.Value },
            NameKinds.Loyalty => person with { Loyalty = told.Value },
            _ => person,
        };
    }

    private static string? Normal(string kind, string value) => kind switch
    {
        NameKinds.Email => Identity.NormalEmail(value),
        NameKinds.Phone => Identity.NormalPhone(value),
        _ => string.IsNullOrWhiteSpace(value) ? null : Text.Cut(value.Trim(), 100),
    };

    /// <summary>Told by an event about the customer, the latest wins; told in passing, the earliest does, and never over the former.</summary>
    private static bool Wins(string value, DateTimeOffset at, bool firm, NameTold other) =>
        firm != other.Firm ? firm
        : at != other.At ? (at > other.At) == firm
        : string.CompareOrdinal(value, other.Value) > 0;

    private static int Find(ImmutableArray<NameTold> names, string kind)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Kind == kind) return i;
        }
        return -1;
    }
}

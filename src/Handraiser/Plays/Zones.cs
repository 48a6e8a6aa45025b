using System.Collections.Frozen;
using Handraiser.Messages;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Handraiser.Plays;

/// <summary>Knows the time zones of countries, places and telephone prefixes, from <c>zones.yaml</c>.</summary>
internal static class Zones
{
    private const int LongestPrefix = 5;

    private static readonly ZoneBook Book = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<ZoneBook>(EmbeddedText.Read("Plays/zones.yaml"));

    private static readonly FrozenDictionary<string, string> Codes = Book.Countries
        .SelectMany(c => c.Value.Names.Append(c.Key).Select(name => (name, c.Key)))
        .DistinctBy(c => c.name, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(c => c.name, c => c.Key, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Places = Book.Places
        .SelectMany(c => c.Value.SelectMany(z => z.Value.Select(place => ($"{c.Key}/{place}", z.Key))))
        .ToFrozenDictionary(p => p.Item1, p => p.Key, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Prefixes = Book.Countries
        .SelectMany(c => c.Value.Phone.Select(prefix => (prefix, c.Value.Zone)))
        .Concat(Book.Phones.SelectMany(z => z.Value.Select(prefix => (prefix, z.Key))))
        .ToFrozenDictionary(p => p.prefix, p => p.Item2);

    /// <summary>The zone of a country (code or name), told more exactly by a region or city where the country has several; null when it is not known.</summary>
    public static TimeZoneInfo? OfPlace(string country, params ReadOnlySpan<string?> within)
    {
        if (!Codes.TryGetValue(country.Trim(), out var code)) return null;
        foreach (var place in within)
        {
            if (place is not null && Places.TryGetValue($"{code}/{place.Trim()}", out var zone)) return Find(zone);
        }
        return Find(Book.Countries[code].Zone);
    }

    /// <summary>The zone of a telephone number (E.164), by the longest prefix that is known; null when none is.</summary>
    public static TimeZoneInfo? OfPhone(string phone)
    {
        var digits = phone.AsSpan().TrimStart('+');
        var lookup = Prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = int.Min(LongestPrefix, digits.Length); length > 0; length--)
        {
            if (lookup.TryGetValue(digits[..length], out var zone)) return Find(zone);
        }
        return null;
    }

    /// <summary>The zone of this IANA name; null when this machine does not know it.</summary>
    public static TimeZoneInfo? Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    internal static IEnumerable<string> Names => Book.Countries.Values.Select(c => c.Zone).Concat(Book.Places.Values.SelectMany(p => p.Keys)).Concat(Book.Phones.Keys).Distinct();

    private sealed class ZoneBook
    {
        public Dictionary<string, Country> Countries { get; init; } = [];
        public Dictionary<string, Dictionary<string, List<string>>> Places { get; init; } = [];
        public Dictionary<string, List<string>> Phones { get; init; } = [];
    }

    private sealed class Country
    {
        public string Zone { get; init; } = "";
        public List<string> Phone { get; init; } = [];
        public List<string> Names { get; init; } = [];
    }
}

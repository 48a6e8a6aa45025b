using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>Conditions on what customers buy, told us, and are.</summary>
internal static class FactChecks
{
    private const double EarthRadiusInKilometres = 6371;

    public static Check Buys(BuysEvery condition) => (ref Subject subject) =>
    {
        var rhythm = subject.Profile.Rhythm;
        if (rhythm.Orders < Math.Max(2, condition.Orders) || rhythm is not { FirstOrder: { } first, LastOrder: { } last }) return Held.Never;
        var every = (last - first) / (rhythm.Orders - 1);
        return Held.Steady((condition.AtLeast is not { } least || every >= least) && (condition.Under is not { } bound || every < bound));
    };

    public static Check Spends(Spent condition) => (ref Subject subject) =>
    {
        var rhythm = subject.Profile.Rhythm;
        if (condition.PerOrder && rhythm.Orders == 0) return Held.Never;
        // A shop keeps its books in one currency: the first told.
        var spent = rhythm.Spent.IsEmpty ? 0 : rhythm.Spent[0].Amount;
        var amount = condition.PerOrder ? spent / rhythm.Orders : spent;
        return Held.Steady((condition.AtLeast is not { } least || amount >= least) && (condition.Under is not { } bound || amount < bound));
    };

    public static Check Answers(Answered condition) => (ref Subject subject) =>
    {
        Answer? last = null;
        foreach (var answer in subject.Profile.Answers)
        {
            if (answer.Question == condition.Question && (last is null || answer.At >= last.At)) last = answer;
        }
        return Held.Steady(last is not null && (condition.Is.IsEmpty || SharesOne(last.Values, condition.Is)));
    };

    /// <summary>A demographic that behaviour speaks against does not count (law 6).</summary>
    public static Check Has(HasTrait condition) => (ref Subject subject) =>
    {
        if (subject.Profile.Person.Fact(condition.Name) is not { Value: var value } fact) return Held.Never;
        if (fact.IsContradicted && Traits.Demographics.Contains(condition.Name)) return Held.Never;
        if (!condition.Is.IsEmpty && !Named(condition.Is, value)) return Held.Never;
        if (condition.AtLeast is null && condition.Under is null) return Held.Always;
        return Held.Steady(Number(value) is { } number
            && (condition.AtLeast is not { } least || number >= least) && (condition.Under is not { } bound || number < bound));
    };

    public static Check Lives(LivesNear condition) => (ref Subject subject) =>
    {
        var person = subject.Profile.Person;
        if (person.Fact(Traits.Latitude) is not { IsContradicted: false } north || person.Fact(Traits.Longitude) is not { IsContradicted: false } east) return Held.Never;
        return Held.Steady(Number(north.Value) is { } latitude && Number(east.Value) is { } longitude
            && Kilometres(latitude, longitude, condition.Latitude, condition.Longitude) <= condition.Kilometres);
    };

    private static bool SharesOne(ImmutableArray<string> given, ImmutableArray<string> wanted)
    {
        foreach (var one in given)
        {
            if (wanted.Contains(one)) return true;
        }
        return false;
    }

    private static bool Named(ImmutableArray<string> names, string value)
    {
        foreach (var name in names)
        {
            if (string.Equals(name, value, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The great-circle distance (haversine).</summary>
    private static double Kilometres(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var (north, east) = (Radians(otherLatitude - latitude), Radians(otherLongitude - longitude));
        var half = Math.Pow(Math.Sin(north / 2), 2)
            + Math.Cos(Radians(latitude)) * Math.Cos(Radians(otherLatitude)) * Math.Pow(Math.Sin(east / 2), 2);
        return 2 * EarthRadiusInKilometres * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}

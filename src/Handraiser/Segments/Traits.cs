using System.Collections.Frozen;

namespace Handraiser.Segments;

/// <summary>Names of facts about customers that mean something to Handraiser itself.</summary>
public static class Traits
{
    /// <summary>Degrees north of where the customer lives.</summary>
    public const string Latitude = "latitude";
    /// <summary>Degrees east of where the customer lives.</summary>
    public const string Longitude = "longitude";

    /// <summary>
    /// Facts of birth, household and place. They may narrow a segment beside behaviour that agrees with them, and make none alone (law 6).
    /// </summary>
    public static FrozenSet<string> Demographics { get; } = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "age", "sex", "gender", "birthday", "birthYear", "title", "maritalStatus", "children", "household", "income", "education", "occupation",
        "nationality", "religion", "ethnicity", "country", "region", "city", "postcode", Latitude, Longitude);
}

using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Events;
using Handraiser.Segments;

namespace Handraiser.Profiles;

/// <summary>
/// Facts about a person: what is stated beats what behaviour only shows, and behaviour agrees or disagrees with it (law 6). In any order
/// the same, as long as behaviour shows no more than <see cref="ShownKept"/> values of one fact.
/// </summary>
internal static class TraitFolding
{
    /// <summary>How many facts are remembered.</summary>
    public const int Kept = 30;
    /// <summary>How many values of one fact are counted apart; the rarest is forgotten first.</summary>
    public const int ShownKept = 4;

    /// <summary>Values that begin alike for so long are the same.</summary>
    private const int ComparedLength = 24;

    /// <summary>The facts with those that an event tells.</summary>
    public static ImmutableArray<Trait> With(ImmutableArray<Trait> traits, ImmutableDictionary<string, string> told, CustomerEvent happened)
    {
        var stated = IsStatement(happened.Kind);
        foreach (var (name, value) in told)
        {
            if (name.Length is 0 or > 40 || string.IsNullOrWhiteSpace(value)) continue;
            var trait = new Trait(name, Text.Cut(value, 120)!, happened.At, Text.Source(happened)) { Stated = stated };
            traits = With(traits, stated ? trait : trait with { Shown = [new TraitShown(Comparable(name, trait.Value), 1)] });
        }
        return traits;
    }

    /// <summary>The facts with one more: of two tellings of one name the stated one wins, else the later, at the same moment the one that sorts last.</summary>
    public static ImmutableArray<Trait> With(ImmutableArray<Trait> traits, Trait trait)
    {
        var place = 0;
        while (place < traits.Length && string.CompareOrdinal(traits[place].Name, trait.Name) < 0) place++;
        if (place < traits.Length && traits[place].Name == trait.Name)
        {
            var old = traits[place];
            var winner = Wins(trait, old) ? trait : old;
            var shown = Together(old.Shown, trait.Shown);
            return ReferenceEquals(winner, old) && shown == old.Shown ? traits : traits.SetItem(place, winner with { Shown = shown });
        }
        var next = traits.Insert(place, trait);
        return next.Length <= Kept ? next : next.Remove(next.MinBy(t => (t.At, t.Name))!);
    }

    /// <summary>The form in which two values are compared: case aside, degrees to a tenth, which is some ten kilometres.</summary>
    public static string Comparable(string name, string value) =>
        name is Traits.Latitude or Traits.Longitude && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
            ? Math.Round(degrees, 1).ToString("0.0", CultureInfo.InvariantCulture)
            : Text.Cut(value.Trim().ToLowerInvariant(), ComparedLength)!;

    /// <summary>Whether an event is about the customer, so that a fact in it is stated; in any other it is shown by what they did.</summary>
    private static bool IsStatement(string kind) => kind is EventKinds.CustomerKnown or EventKinds.CustomerUpdated or EventKinds.AnswerGiven or EventKinds.ConsentChanged;

    private static bool Wins(Trait a, Trait b) =>
        a.Stated != b.Stated ? a.Stated
        : a.At != b.At ? a.At > b.At
        : string.CompareOrdinal(a.Value, b.Value) is not 0 and var by ? by > 0
        : string.CompareOrdinal(a.Source, b.Source) > 0;

    private static ImmutableArray<TraitShown> Together(ImmutableArray<TraitShown> a, ImmutableArray<TraitShown> b)
    {
        if (b.IsEmpty) return a;
        if (a.IsEmpty) return b;
        var all = a.Concat(b).GroupBy(s => s.Value).Select(same => new TraitShown(same.Key, same.Sum(s => s.Times)));
        return [.. all.OrderByDescending(s => s.Times).ThenBy(s => s.Value, StringComparer.Ordinal).Take(ShownKept)];
    }
}

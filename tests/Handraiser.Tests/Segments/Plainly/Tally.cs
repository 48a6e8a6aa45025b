using System.Collections.Immutable;
using Handraiser.Segments;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>How much was compared, so that a comparison of nothing does not pass for agreement.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, int> met = [];
    private readonly Dictionary<string, int> unmet = [];

    /// <summary>Customers found inside a segment.</summary>
    public int In { get; private set; }
    /// <summary>Customers found outside.</summary>
    public int Out { get; private set; }
    /// <summary>Customers of whom it could not be told.</summary>
    public int Undecided { get; private set; }

    public void Compared(bool? isIn)
    {
        if (isIn is null) Undecided++;
        else if (isIn == true) In++;
        else Out++;
    }

    /// <summary>How often a membership hung on a condition with this word: once it was met, and once it was not.</summary>
    public (int Met, int Unmet) Of(string word) => (met.GetValueOrDefault(word), unmet.GetValueOrDefault(word));

    /// <summary>Counts those parts of a condition on which the whole hangs: were the part otherwise, the whole were, too.</summary>
    public void Count(PlainReading reading, Condition whole)
    {
        foreach (var part in Parts(whole))
        {
            if (reading.IsMet(part) is not { } isMet || With(true) is not { } with || With(false) is not { } without || with == without) continue;
            foreach (var word in Words.Of(part)) (isMet ? met : unmet)[word] = (isMet ? met : unmet).GetValueOrDefault(word) + 1;

            bool? With(bool given) => If(whole, part, given, reading);
        }
    }

    /// <summary>A condition and all that it is made of.</summary>
    public static IEnumerable<Condition> Parts(Condition whole) => Below(whole).SelectMany(Parts).Prepend(whole);

    private static ImmutableArray<Condition> Below(Condition condition) => condition switch
    {
        AllOf all => all.Of,
        AnyOf any => any.Of,
        NotMet not => [not.Of],
        _ => [],
    };

    private static bool? If(Condition whole, Condition part, bool given, PlainReading reading) => whole switch
    {
        _ when ReferenceEquals(whole, part) => given,
        AllOf all => all.Of.Aggregate((bool?)true, (met, one) => met & If(one, part, given, reading)),
        AnyOf any => any.Of.Aggregate((bool?)false, (met, one) => met | If(one, part, given, reading)),
        NotMet not => !If(not.Of, part, given, reading),
        _ => reading.IsMet(whole),
    };
}

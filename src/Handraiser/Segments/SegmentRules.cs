using System.Collections.Immutable;

namespace Handraiser.Segments;

/// <summary>What segments must obey among each other: order, and laws 5 and 6.</summary>
public static class SegmentRules
{
    /// <summary>Ways in which a condition can be met.</summary>
    [Flags]
    private enum Ways
    {
        None = 0,
        /// <summary>By nothing that says anything: how long we know them.</summary>
        Plain = 1,
        /// <summary>By demographics without behaviour.</summary>
        Demographic = 2,
        /// <summary>With behaviour.</summary>
        Behaviour = 4,
    }

    /// <summary>The segments so that each stands after its parent and after those it refers to.</summary>
    /// <exception cref="ArgumentException">A parent or reference is missing, or they lead in a circle.</exception>
    public static ImmutableArray<Segment> InOrder(IEnumerable<Segment> segments)
    {
        var waiting = segments.ToList();
        var placed = new HashSet<string>();
        var ordered = ImmutableArray.CreateBuilder<Segment>(waiting.Count);
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(s => Needs(s).All(placed.Contains));
            if (next < 0) throw new ArgumentException($"Segments that need each other, or one that is missing: {string.Join(", ", waiting.Select(s => s.Path))}.", nameof(segments));
            ordered.Add(waiting[next]);
            placed.Add(waiting[next].Path);
            waiting.RemoveAt(next);
        }
        return ordered.DrainToImmutable();
    }

    /// <summary>A circle of segments that refer to each other, as a path from one back to itself; empty when there is none.</summary>
    public static ImmutableArray<string> Circle(IReadOnlyCollection<Segment> segments)
    {
        var byPath = segments.ToDictionary(s => s.Path);
        foreach (var start in segments)
        {
            if (Way(start.Path, []) is { } way) return way;
            ImmutableArray<string>? Way(string at, ImmutableArray<string> way)
            {
                if (way.Contains(at)) return at == start.Path ? way.Add(at) : null;
                return byPath.TryGetValue(at, out var segment) ? Needs(segment).Select(n => Way(n, way.Add(at))).FirstOrDefault(w => w is not null) : null;
            }
        }
        return [];
    }

    /// <summary>The other segments that a segment needs: its parent and those it refers to.</summary>
    public static IEnumerable<string> Needs(Segment segment)
    {
        if (segment.Parent is { } parent) yield return parent;
        foreach (var other in ConditionCompiler.Leaves(segment.If).OfType<InSegment>()) yield return other.Path;
    }

    /// <summary>
    /// Law 5: whether a segment, itself or through those that it refers to, is built on interest, open share, score, rhythm or traits, and
    /// does not say <c>evenIfNew</c>.
    /// </summary>
    public static bool AssumesThatWeKnow(Segment segment, IReadOnlyList<Segment> all) =>
        !segment.EvenIfNew && ConditionCompiler.Leaves(segment.If).Any(leaf => leaf switch
        {
            InterestShare or OpenShare or ScoreIs or BuysEvery or Spent or HasTrait or LivesNear => true,
            InSegment other => all.FirstOrDefault(s => s.Path == other.Path) is { } referred && AssumesThatWeKnow(referred, all),
            _ => false,
        });

    /// <summary>Law 6: whether demographics alone can put a customer into the segment, or into it from its parent.</summary>
    public static bool IsDemographicAlone(Segment segment, IReadOnlyList<Segment> all) => WaysInto(segment, all).HasFlag(Ways.Demographic);

    private static Ways WaysInto(Segment segment, IReadOnlyList<Segment> all)
    {
        var own = WaysToMeet(segment.If, all);
        return segment.Parent is { } parent && all.FirstOrDefault(s => s.Path == parent) is { } outer ? Both(WaysInto(outer, all), own) : own;
    }

    private static Ways WaysToMeet(Condition condition, IReadOnlyList<Segment> all) => condition switch
    {
        AllOf parts => parts.Of.Select(p => WaysToMeet(p, all)).Aggregate(Both),
        AnyOf parts => parts.Of.Select(p => WaysToMeet(p, all)).Aggregate((a, b) => a | b),
        NotMet not => WaysToMeet(not.Of, all),
        HasTrait trait => Traits.Demographics.Contains(trait.Name) ? Ways.Demographic : Ways.Behaviour,
        LivesNear => Ways.Demographic,
        KnownFor => Ways.Plain,
        InSegment other => all.FirstOrDefault(s => s.Path == other.Path) is { } referred ? WaysInto(referred, all) : Ways.Behaviour,
        _ => Ways.Behaviour,
    };

    private static Ways Both(Ways one, Ways other)
    {
        var both = Ways.None;
        foreach (var a in Enum.GetValues<Ways>())
        {
            foreach (var b in Enum.GetValues<Ways>())
            {
                if (a != Ways.None && b != Ways.None && one.HasFlag(a) && other.HasFlag(b)) both |= a > b ? a : b;
            }
        }
        return both;
    }
}

using System.Collections.Immutable;

namespace Handraiser.Segments;

/// <summary>What segments must obey among each other: order, and law 5. Law 6 is <see cref="WaysIn"/>'s.</summary>
public static class SegmentRules
{
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
        // Of those from which all ways were gone: segments in layers can be reached in more ways than anybody could go.
        var gone = new HashSet<string>();
        foreach (var start in segments)
        {
            if (Way(start.Path, []) is { } circle) return circle;
        }
        return [];

        ImmutableArray<string>? Way(string at, ImmutableArray<string> way)
        {
            if (way.IndexOf(at) is >= 0 and var begin) return way[begin..].Add(at);
            if (gone.Contains(at) || !byPath.TryGetValue(at, out var segment)) return null;
            foreach (var next in Needs(segment))
            {
                if (Way(next, way.Add(at)) is { } circle) return circle;
            }
            gone.Add(at);
            return null;
        }
    }

    /// <summary>The other segments that a segment needs: its parent and those it refers to.</summary>
    public static IEnumerable<string> Needs(Segment segment)
    {
        if (segment.Parent is { } parent) yield return parent;
        foreach (var other in ConditionCompiler.Leaves(segment.If).OfType<InSegment>()) yield return other.Path;
    }

    /// <summary>
    /// Law 5: the segments that, themselves or through those that they refer to, are built on interest, open share, score, rhythm or traits,
    /// and do not say <c>evenIfNew</c>.
    /// </summary>
    /// <param name="ordered">All segments, each after those it refers to (<see cref="InOrder"/>).</param>
    public static IReadOnlySet<string> AssumingThatWeKnow(ImmutableArray<Segment> ordered)
    {
        var assuming = new HashSet<string>();
        foreach (var segment in ordered)
        {
            if (!segment.EvenIfNew && ConditionCompiler.Leaves(segment.If).Any(Assumes)) assuming.Add(segment.Path);
        }
        return assuming;

        bool Assumes(Condition leaf) => leaf switch
        {
            InterestShare or OpenShare or ScoreIs or BuysEvery or Spent or HasTrait or LivesNear => true,
            InSegment other => assuming.Contains(other.Path),
            _ => false,
        };
    }
}

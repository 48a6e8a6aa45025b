namespace Handraiser.Segments;

/// <summary>Law 6: the ways in which customers get into segments, and whether demographics alone are one of them.</summary>
/// <param name="all">All segments; they lead to no circle, and some that they refer to may be missing.</param>
internal sealed class WaysIn(IEnumerable<Segment> all)
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

    private readonly Dictionary<string, Segment> byPath = all.ToDictionary(s => s.Path);
    private readonly Dictionary<(string Path, bool In), Ways> known = [];

    /// <summary>Whether demographics alone can put a customer into the segment, or into it from its parent.</summary>
    public bool IsDemographicAlone(Segment segment) => Of(segment, met: true).HasFlag(Ways.Demographic);

    private Ways Of(string path, bool met)
    {
        if (!byPath.TryGetValue(path, out var segment)) return Ways.Behaviour;
        return known.TryGetValue((path, met), out var ways) ? ways : known[(path, met)] = Of(segment, met);
    }

    private Ways Of(Segment segment, bool met)
    {
        var own = Of(segment.If, met);
        if (segment.Parent is not { } parent || !byPath.ContainsKey(parent)) return own;
        return met ? Both(Of(parent, met), own) : Of(parent, met) | own;
    }

    /// <summary>The ways to meet a condition, or not to meet it: who is not both of two is not the one or not the other.</summary>
    private Ways Of(Condition condition, bool met) => condition switch
    {
        AllOf parts => Of(parts.Of, met, every: met),
        AnyOf parts => Of(parts.Of, met, every: !met),
        NotMet not => Of(not.Of, !met),
        HasTrait trait => Traits.Demographics.Contains(trait.Name) ? Ways.Demographic : Ways.Behaviour,
        LivesNear => Ways.Demographic,
        KnownFor => Ways.Plain,
        InSegment other => Of(other.Path, met),
        _ => Ways.Behaviour,
    };

    private Ways Of(IEnumerable<Condition> parts, bool met, bool every) => parts.Select(p => Of(p, met)).Aggregate((a, b) => every ? Both(a, b) : a | b);

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

namespace Handraiser.Profiles.Verdicts;

/// <summary>
/// Finds the opens and clicks of one message that a scanner did: several different links within seconds. What is a burst follows from
/// the set of clicks, not from the order in which they were told, so a late one condemns those before it.
/// </summary>
internal static class Bursts
{
    /// <summary>
    /// The places in <paramref name="recent"/> (sorted by time) of all opens and clicks around <paramref name="happened"/>, of the same
    /// message, that a burst makes a machine's and that were not known to be; null when there are none.
    /// </summary>
    public static List<int>? Condemned(ReadOnlySpan<RecentEvent> recent, RecentEvent happened, MachineRules rules)
    {
        // A click reaches others through a middle one, and an open reaches a click: four times near covers all that may change.
        var (from, to) = Around(recent, happened.At, 4 * (rules.Near > rules.SameSourceNear ? rules.Near : rules.SameSourceNear));
        var near = recent[from..to];
        Span<bool> machine = stackalloc bool[near.Length];
        var any = false;
        for (var i = 0; i < near.Length; i++)
        {
            if (!IsOf(near[i], happened.Message)) continue;
            if (near[i].Verdict == Verdict.Machine) machine[i] = any = true;
            // One that is known to be a machine's still is the middle of those around it, some of which may have been told after its verdict.
            if (near[i].IsClick) any |= MarkBurstAround(near, i, machine, rules) | MarkSameSource(near, i, machine, rules);
        }
        return any ? Newly(near, from, machine, happened.Message, rules) : null;
    }

    /// <summary>Marks all clicks near click <paramref name="middle"/> when too many different links are among them.</summary>
    private static bool MarkBurstAround(ReadOnlySpan<RecentEvent> near, int middle, Span<bool> machine, MachineRules rules)
    {
        var (from, to) = Around(near, near[middle].At, rules.Near);
        var links = 0;
        var leaves = near[middle].Leaves;
        for (var i = from; i < to; i++)
        {
            if (IsClickOf(near[i], near[middle].Message) && !Repeats(near, from, i)) links++;
        }
        if (links < rules.LinksNear && !(leaves && links > 1 && rules.UnsubscribeAmongOthers)) return false;
        for (var i = from; i < to; i++)
        {
            if (IsClickOf(near[i], near[middle].Message)) machine[i] = true;
        }
        return true;
    }

    /// <summary>Marks click <paramref name="first"/> and every later one that followed another link from the same source too soon for a person.</summary>
    private static bool MarkSameSource(ReadOnlySpan<RecentEvent> near, int first, Span<bool> machine, MachineRules rules)
    {
        var one = near[first];
        if (one.From is null) return false;
        var marked = false;
        for (var i = first + 1; i < near.Length && near[i].At - one.At <= rules.SameSourceNear; i++)
        {
            if (IsClickOf(near[i], one.Message) && near[i].From == one.From && near[i].Link != one.Link) machine[first] = machine[i] = marked = true;
        }
        return marked;
    }

    private static List<int>? Newly(ReadOnlySpan<RecentEvent> near, int offset, ReadOnlySpan<bool> machine, string? message, MachineRules rules)
    {
        List<int>? condemned = null;
        for (var i = 0; i < near.Length; i++)
        {
            if (!IsOf(near[i], message) || near[i].Verdict == Verdict.Machine) continue;
            if (machine[i] || (!near[i].IsClick && OpenedByScanner(near, i, machine, rules))) (condemned ??= []).Add(offset + i);
        }
        return condemned;
    }

    /// <summary>Whether the source of an open is one that clicked like a machine at the same time.</summary>
    private static bool OpenedByScanner(ReadOnlySpan<RecentEvent> near, int open, ReadOnlySpan<bool> machine, MachineRules rules)
    {
        if (near[open].From is not { } source) return false;
        var (from, to) = Around(near, near[open].At, rules.Near);
        for (var i = from; i < to; i++)
        {
            if (machine[i] && near[i].From == source && IsClickOf(near[i], near[open].Message)) return true;
        }
        return false;
    }

    private static bool Repeats(ReadOnlySpan<RecentEvent> near, int from, int place)
    {
        for (var i = from; i < place; i++)
        {
            if (near[i].Link == near[place].Link && IsClickOf(near[i], near[place].Message)) return true;
        }
        return false;
    }

    private static bool IsOf(RecentEvent one, string? message) => one.IsSignal && one.Message == message;

    private static bool IsClickOf(RecentEvent one, string? message) => one.IsClick && one.Message == message;

    private static (int From, int To) Around(ReadOnlySpan<RecentEvent> recent, DateTimeOffset at, TimeSpan near)
    {
        var to = recent.Length;
        while (to > 0 && recent[to - 1].At - at > near) to--;
        var from = to;
        while (from > 0 && at - recent[from - 1].At <= near) from--;
        return (from, to);
    }
}

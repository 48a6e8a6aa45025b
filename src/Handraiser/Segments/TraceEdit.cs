using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Handraiser.Segments;

/// <summary>What one event changes in the traces of a profile: they are copied once, however many conditions look for it.</summary>
/// <param name="traces">As they stand, in the order of their conditions and groups.</param>
/// <param name="at">When it happened, in Unix milliseconds.</param>
/// <param name="add">Whether the moment is added or taken out.</param>
internal struct TraceEdit(ImmutableArray<Trace> traces, long at, bool add)
{
    /// <summary>How many categories are counted apart; the one that was silent longest is forgotten first.</summary>
    private const int GroupsKept = 8;

    private Trace[]? copy;
    private int count = traces.Length;
    private int from;

    /// <summary>Adds or takes out the moment for one condition. Conditions are asked in their order.</summary>
    public void Change(ulong condition, int depth, string? group)
    {
        var now = copy is null ? traces.AsSpan() : copy.AsSpan(0, count);
        while (from < count && now[from].Condition < condition) from++;
        var place = from;
        while (place < count && now[place].Condition == condition && string.CompareOrdinal(now[place].Group, group) < 0) place++;
        if (place == count || now[place].Condition != condition || now[place].Group != group)
        {
            if (add) Insert(place, new Trace(condition, at, group));
            return;
        }
        var known = now[place];
        if (add && depth == 1)
        {
            if (known.Last <= at) Own(0)[place] = new Trace(condition, at, group);
            return;
        }
        var before = known.Times;
        var times = !add ? Minus(before) : known.Last <= at ? before.Add(at, depth) : Plus(before, depth);
        if (times == before) return;
        if (times.IsEmpty) Remove(place);
        else Own(0)[place] = new Trace(condition, times, group);
    }

    public readonly ImmutableArray<Trace> Done() => copy is null ? traces : ImmutableCollectionsMarshal.AsImmutableArray(copy.Length == count ? copy : copy[..count]);

    private void Insert(int place, Trace trace)
    {
        var own = Own(1);
        Array.Copy(own, place, own, place + 1, count - place);
        own[place] = trace;
        count++;
        if (trace.Group is null) return;
        var (groups, silent) = (0, from);
        for (var i = from; i < count && own[i].Condition == trace.Condition; i++)
        {
            groups++;
            if (own[i].Last < own[silent].Last) silent = i;
        }
        if (groups > GroupsKept) Remove(silent);
    }

    private void Remove(int place)
    {
        var own = Own(0);
        Array.Copy(own, place + 1, own, place, count - place - 1);
        count--;
    }

    private Trace[] Own(int more)
    {
        if (copy is not null && copy.Length >= count + more) return copy;
        var next = new Trace[count + more];
        if (copy is null) traces.CopyTo(next);
        else Array.Copy(copy, next, count);
        return copy = next;
    }

    private readonly Trail<long> Plus(Trail<long> times, int depth)
    {
        var place = times.Length;
        while (place > 0 && times[place - 1] > at) place--;
        return place == 0 && times.Length >= depth ? times : times.Insert(place, at, depth);
    }

    private readonly Trail<long> Minus(Trail<long> times) => times.AsSpan().IndexOf(at) is >= 0 and var place ? times.RemoveAt(place) : times;
}

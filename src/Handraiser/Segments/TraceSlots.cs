using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>
/// What a set of conditions keeps on a profile: one slot for each distinct <see cref="EventMatch"/>, deep enough for the condition that
/// counts furthest. Traces stand on the profile in the order of the slots, so that one walk finds them all.
/// </summary>
internal sealed class TraceSlots
{
    /// <summary>Kept beyond what is counted where a machine may be found out later: taking its times back must not lose a person's.</summary>
    private const int Spare = 16;

    private readonly Slot[] slots;
    private readonly FrozenDictionary<string, int[]> byKind;

    private TraceSlots(Slot[] slots)
    {
        this.slots = slots;
        byKind = slots.SelectMany((s, i) => s.Match.Kinds.Select(k => (Kind: k, Slot: i))).GroupBy(p => p.Kind)
            .ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Slot).ToArray());
        // Zero stands for a profile that nothing was kept for yet.
        Version = slots.Length == 0 ? 0 : StableHash.Of([.. slots.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key:x}:{s.Depth}"))]);
    }

    public int Count => slots.Length;

    /// <summary>A hash of what is kept; see <see cref="Profile.TracesOf"/>.</summary>
    public ulong Version { get; }

    /// <summary>For each slot the index of its first trace; -1 when there is none.</summary>
    public void Locate(ImmutableArray<Trace> traces, Span<int> first)
    {
        var at = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            var key = slots[i].Key;
            while (at < traces.Length && traces[at].Condition < key) at++;
            first[i] = at < traces.Length && traces[at].Condition == key ? at : -1;
        }
    }

    /// <summary>
    /// Which slots have other traces than before. <paramref name="moved"/> tells whether any may stand elsewhere; for an event that adds
    /// to what is known, as most do, none does.
    /// </summary>
    public Inputs Changed(ImmutableArray<Trace> before, ImmutableArray<Trace> now, out bool moved)
    {
        var (changed, from) = (default(Inputs), 0);
        moved = before.Length != now.Length;
        var common = Math.Min(before.Length, now.Length);
        // Of two that differ in length only what is between the same beginning and the same end.
        while (moved && from < common && ReferenceEquals(before[from], now[from])) from++;
        var same = 0;
        while (moved && same < common - from && ReferenceEquals(before[^(same + 1)], now[^(same + 1)])) same++;
        for (var i = from; i < Math.Max(before.Length, now.Length) - same; i++)
        {
            var (old, one) = (i < before.Length - same ? before[i] : null, i < now.Length - same ? now[i] : null);
            if (ReferenceEquals(old, one)) continue;
            if (old is not null) changed |= Reads(old);
            if (one is not null && one.Condition != old?.Condition) changed |= Reads(one);
            moved |= one?.Condition != old?.Condition;
        }
        return changed;
    }

    private Inputs Reads(Trace trace)
    {
        var (low, high) = (0, slots.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (slots[middle].Key < trace.Condition) low = middle + 1;
            else high = middle;
        }
        return slots[low].Key == trace.Condition ? Inputs.Trace(low) : Inputs.All;
    }

    public ImmutableArray<Trace> Observe(ImmutableArray<Trace> traces, RecentEvent happened) => Change(traces, happened, add: true);

    public ImmutableArray<Trace> Withdraw(ImmutableArray<Trace> traces, RecentEvent happened) => Change(traces, happened, add: false);

    public ImmutableArray<Trace> Merge(ImmutableArray<Trace> one, ImmutableArray<Trace> other)
    {
        if (other.IsEmpty) return one;
        var all = one.Concat(other).GroupBy(t => (t.Condition, t.Group)).Select(same => Keep(same.Key.Condition) is { } slot
            ? new Trace(slot.Key, [.. same.SelectMany(t => t.Times).Order().TakeLast(slot.Depth)], same.Key.Group) : null);
        return Sorted(all.OfType<Trace>());
    }

    /// <summary>Keeps what these slots ask for and computes what is missing from what the profile remembers.</summary>
    public Profile Fit(Profile profile)
    {
        if (profile.TracesOf == Version) return profile;
        var traces = Sorted(profile.Traces.Where(t => Keep(t.Condition) is not null));
        var anew = ImmutableArray<Trace>.Empty;
        foreach (var happened in profile.Recent)
        {
            if (happened.Verdict != Verdict.Machine) anew = Observe(anew, happened);
        }
        // What stood before reaches further back than what is remembered, or was kept less deep: the longer one is right.
        var best = traces.Concat(anew).GroupBy(t => (t.Condition, t.Group)).Select(same => same.MaxBy(t => t.Count)!);
        return profile with { Traces = Sorted(best), TracesOf = Version };
    }

    private Slot? Keep(ulong key) => Array.Find(slots, s => s.Key == key);

    private static ImmutableArray<Trace> Sorted(IEnumerable<Trace> traces) =>
        [.. traces.OrderBy(t => t.Condition).ThenBy(t => t.Group, StringComparer.Ordinal)];

    private ImmutableArray<Trace> Change(ImmutableArray<Trace> traces, RecentEvent happened, bool add)
    {
        if (!byKind.TryGetValue(happened.Kind, out var candidates)) return traces;
        var edit = new TraceEdit(traces, happened.At.ToUnixTimeMilliseconds(), add);
        foreach (var candidate in candidates)
        {
            var slot = slots[candidate];
            if (!slot.Match.FitsData(happened)) continue;
            if (!slot.Grouped)
            {
                edit.Change(slot.Key, slot.Depth, null);
                continue;
            }
            if (happened.Category is { } category) edit.Change(slot.Key, slot.Depth, category);
            for (var i = 0; i < happened.Lines.Length; i++)
            {
                if (happened.Lines[i].Category is { } other && other != happened.Category && !Stands(other, happened.Lines.AsSpan(0, i))) edit.Change(slot.Key, slot.Depth, other);
            }
        }
        return edit.Done();
    }

    /// <summary>Whether a category stands among lines already: two things of a kind in one cart are one event of that kind.</summary>
    private static bool Stands(string category, ReadOnlySpan<RecentLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Category == category) return true;
        }
        return false;
    }

    private sealed record Slot(ulong Key, EventMatch Match, int Depth, bool Grouped);

    /// <summary>Gathers what conditions need.</summary>
    internal sealed class Builder
    {
        private readonly Dictionary<(string Text, bool Grouped), (EventMatch Match, int Depth)> wanted = [];
        private Slot[]? built;

        /// <summary>Asks for the last <paramref name="depth"/> times of a match.</summary>
        public void Want(EventMatch match, int depth, bool grouped)
        {
            var key = (match.Text, grouped);
            if (match.MayBeTakenBack) depth += Spare;
            wanted[key] = wanted.TryGetValue(key, out var known) ? (known.Match, Math.Max(known.Depth, depth)) : (match, depth);
        }

        public TraceSlots Build() => new(built = [.. wanted
            .Select(w => new Slot(StableHash.Of(w.Key.Text, w.Key.Grouped ? "by category" : ""), w.Value.Match, w.Value.Depth, w.Key.Grouped))
            .OrderBy(s => s.Key)]);

        /// <summary>Where a match stands among the slots that were built.</summary>
        public int SlotOf(EventMatch match, bool grouped) =>
            Array.FindIndex(built ?? throw new InvalidOperationException("Build the slots first."), s => s.Match.Text == match.Text && s.Grouped == grouped);
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Plays;

/// <summary>The plays of a playbook by what starts and ends them, so that an event is looked up instead of shown to every play.</summary>
internal sealed class PlayIndex
{
    private readonly ImmutableArray<Play> plays;
    private readonly FrozenDictionary<string, Play> named;
    private readonly FrozenDictionary<string, int> places;
    private readonly FrozenDictionary<string, ImmutableArray<Play>> byEvent;
    private readonly FrozenDictionary<string, ImmutableArray<Play>> byEntering;
    private readonly FrozenDictionary<string, ImmutableArray<Play>> byLeaving;
    private readonly FrozenSet<string> ends;

    public PlayIndex(ImmutableArray<Play> plays)
    {
        this.plays = plays;
        named = plays.DistinctBy(p => p.Name).ToFrozenDictionary(p => p.Name);
        places = plays.Select((p, i) => (p.Name, i)).DistinctBy(p => p.Name).ToFrozenDictionary(p => p.Name, p => p.i);
        byEvent = Grouped(plays.Select(p => (p.On switch { EventTrigger on => on.Kind, AnswerTrigger => EventKinds.AnswerGiven, _ => null }, p)));
        byEntering = Grouped(plays.Select(p => (p.On is HopTrigger on && on.Entered ? on.Segment : null, p)));
        byLeaving = Grouped(plays.Select(p => (p.On is HopTrigger on && !on.Entered ? on.Segment : null, p)));
        Dated = [.. plays.Where(p => p.On is DateTrigger)];
        HasSignalGoals = plays.Any(p => p.Goal is { } goal && Endings.IsSignal(goal.Kind));
        LongestStale = plays.Max(p => (TimeSpan?)p.Stale) ?? TimeSpan.Zero;
        LongestGoal = plays.Max(p => p.Goal?.Within) ?? TimeSpan.Zero;
        ends = plays.SelectMany(p => p.Unless.Concat(p.Steps.SelectMany(s => s.Unless)).Append(p.Goal?.Kind ?? "")).ToFrozenSet();
    }

    /// <summary>The plays that a date starts.</summary>
    public ImmutableArray<Play> Dated { get; }

    /// <summary>Whether any play's goal is an open or a click, which counts only when its verdict is final.</summary>
    public bool HasSignalGoals { get; }

    /// <summary>What is older than this starts no play.</summary>
    public TimeSpan LongestStale { get; }

    /// <summary>The longest time within which a play's goal counts.</summary>
    public TimeSpan LongestGoal { get; }

    public bool IsOf(ImmutableArray<Play> others) => plays == others;

    public Play? Find(string name) => named.GetValueOrDefault(name);

    /// <summary>Where a play stands in the playbook: the better one first; what is not there comes last.</summary>
    public int Place(string name) => places.TryGetValue(name, out var place) ? place : int.MaxValue;

    /// <summary>The plays that an event of this kind may start, in their order.</summary>
    public ImmutableArray<Play> StartedBy(string kind) => byEvent.GetValueOrDefault(kind, []);

    /// <summary>The plays that a hop starts, in their order.</summary>
    public ImmutableArray<Play> StartedBy(string segment, bool entered) => (entered ? byEntering : byLeaving).GetValueOrDefault(segment, []);

    /// <summary>Whether a kind of event, or a segment that is entered, ends any play or step, or is any play's goal.</summary>
    public bool Ends(string kindOrSegment) => ends.Contains(kindOrSegment);

    private static FrozenDictionary<string, ImmutableArray<Play>> Grouped(IEnumerable<(string? Key, Play Play)> plays) =>
        plays.Where(p => p.Key is not null).GroupBy(p => p.Key!, p => p.Play).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray());
}

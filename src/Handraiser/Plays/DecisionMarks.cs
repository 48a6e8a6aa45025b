using System.Runtime.InteropServices;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>A mark of each decision of a profile, so that a repeat is found among dozens without looking at each.</summary>
/// <param name="Decisions">The decisions.</param>
/// <param name="Marks">What <see cref="Of(Decision)"/> gives for each, in their order.</param>
internal sealed record DecisionMarks(Trail<Decision> Decisions, Trail<ulong> Marks)
{
    /// <summary>The marks of a profile's decisions: those that it remembers, or else made anew.</summary>
    public static DecisionMarks Of(Profile profile)
    {
        var decisions = profile.Decisions;
        if (profile.DecisionMarks is { } known && known.Decisions == decisions) return known;
        var marks = new ulong[decisions.Length];
        for (var i = 0; i < marks.Length; i++) marks[i] = Of(decisions[i]);
        return new(decisions, new(marks));
    }

    /// <summary>A number that is the same for all repeats of one decision.</summary>
    public static ulong Of(Decision decision) =>
        Of(decision.Play) ^ (Of(decision.Gate) << 1) ^ (Of(decision.Cause) << 2) ^ (DecisionLog.IsDone(decision) ? Of(decision.Occasion) << 3 : 0) ^ (ulong)decision.Step;

    private static ulong Of(string? text) => QuickHash.Of(MemoryMarshal.AsBytes(text.AsSpan()));
}

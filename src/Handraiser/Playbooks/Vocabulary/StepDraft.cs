using System.Collections.Immutable;
using Handraiser.Plays;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>A step as written, with the steps of its branches inside.</summary>
internal sealed record StepDraft(PlayStep Step, string? If, IReadOnlyList<StepDraft> Then, IReadOnlyList<StepDraft> Else)
{
    /// <summary>The steps in one row, as a run counts them: branches become a parting and jumps.</summary>
    public static ImmutableArray<PlayStep> Flatten(IEnumerable<StepDraft> steps)
    {
        var row = new List<PlayStep>();
        foreach (var step in steps) step.AddTo(row);
        return [.. row];
    }

    private void AddTo(List<PlayStep> row)
    {
        var parting = row.Count;
        row.Add(Step);
        if (If is null) return;
        foreach (var step in Then) step.AddTo(row);
        var jump = row.Count;
        if (Else.Count > 0) row.Add(new PlayStep());
        row[parting] = Step with { Do = new BranchAction(If, row.Count) };
        foreach (var step in Else) step.AddTo(row);
        if (Else.Count > 0) row[jump] = new PlayStep { Do = new JumpAction(row.Count) };
    }
}

using System.Collections.Immutable;
using Handraiser.Plays;

namespace Handraiser.Profiles;

/// <summary>
/// What two rows that become one had decided: of two runs of one play for one occasion the one that came further survives, and of two
/// actions the one that delivery took up, so that nothing is sent twice.
/// </summary>
internal static class MergingPlays
{
    public static Profile Together(Profile merged, Profile a, Profile b) => merged with { Runs = Runs(merged.Id, a.Runs, b.Runs), Actions = Actions(merged, a.Actions, b.Actions) };

    // A run's id is made of the customer's: under the old one the same occasion would start anew.
    private static ImmutableArray<PlayRun> Runs(string customer, ImmutableArray<PlayRun> a, ImmutableArray<PlayRun> b) =>
    [
        .. a.Concat(b).GroupBy(r => (r.Play, r.Occasion))
            .Select(same => same.OrderByDescending(r => r.Step).ThenBy(r => r.IsRunning).ThenBy(r => r.StartedAt).ThenBy(r => r.Id, StringComparer.Ordinal).First())
            .Select(r => r with { Id = Occasions.RunId(customer, r.Play, r.Occasion) })
            .OrderBy(r => r.StartedAt).ThenBy(r => r.Id, StringComparer.Ordinal),
    ];

    // An action keeps its id, under which delivery's message and the provider's events know it.
    private static ImmutableArray<PlannedAction> Actions(Profile merged, ImmutableArray<PlannedAction> a, ImmutableArray<PlannedAction> b) =>
    [
        .. a.Concat(b).GroupBy(x => (x.Play, x.Step, x.Occasion))
            .Select(same => same.OrderByDescending(x => x.State).ThenBy(x => x.DecidedAt).ThenBy(x => x.Id, StringComparer.Ordinal).First())
            .Where(x => x.State != ActionState.Decided || !merged.Sends.Any(s => s.Play == x.Play && s.Occasion == x.Occasion && s.Template == x.What))
            .OrderBy(x => x.DecidedAt).ThenBy(x => x.Id, StringComparer.Ordinal),
    ];
}

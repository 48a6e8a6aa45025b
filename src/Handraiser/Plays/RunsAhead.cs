using System.Collections.Immutable;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>What is still to come of a customer's plays, summed once for as long as they are the same: most events neither change nor fire one.</summary>
/// <param name="Of">The plays.</param>
/// <param name="NextDue">When the first step of any is due; none where no step is to come.</param>
/// <param name="Running">How many are in progress.</param>
internal sealed record RunsAhead(ImmutableArray<PlayRun> Of, Instant NextDue, int Running)
{
    /// <summary>Sums them.</summary>
    public static RunsAhead Sum(ImmutableArray<PlayRun> runs)
    {
        var (next, running) = (default(Instant), 0);
        foreach (var run in runs)
        {
            next = Instant.Earlier(next, run.NextDue);
            if (run.IsRunning) running++;
        }
        return new(runs, next, running);
    }
}

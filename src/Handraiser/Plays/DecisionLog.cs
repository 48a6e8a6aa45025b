using System.Collections.Immutable;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>Keeps decisions on the profile: nothing disappears, repeats collapse, and the list stays bounded.</summary>
public static class DecisionLog
{
    /// <summary>How many different decisions a profile remembers; the oldest are forgotten first.</summary>
    public const int Kept = 60;

    /// <summary>The profile with one more decision. The same decision again only counts up and moves the last time.</summary>
    public static Profile Decided(this Profile profile, Decision decision)
    {
        var decisions = profile.Decisions;
        for (var i = decisions.Length - 1; i >= 0; i--)
        {
            if (!IsRepeat(decisions[i], decision)) continue;
            var known = decisions[i];
            var last = known.LastAt ?? known.At;
            return profile with
            {
                Decisions = decisions.SetItem(i, known with { Repeats = known.Repeats + 1, LastAt = decision.At > last ? decision.At : last }),
            };
        }
        return profile with { Decisions = [.. decisions.AsSpan()[Math.Max(0, decisions.Length - Kept + 1)..], decision] };
    }

    private static bool IsRepeat(Decision known, Decision decision) =>
        known.Play == decision.Play && known.Step == decision.Step && known.Gate == decision.Gate && known.Cause == decision.Cause
        // What was truly done is told apart by its occasion: two carts answered are two facts, not one repeated.
        && (known.Occasion == decision.Occasion || (decision.Gate != Gates.Passed && decision.Gate != Gates.HeldOut));
}

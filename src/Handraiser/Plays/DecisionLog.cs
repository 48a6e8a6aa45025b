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
        var place = decisions.Length - 1;
        while (place >= 0 && !IsRepeat(decisions[place], decision)) place--;
        profile = profile.ToChange();
        profile.Decisions = place >= 0
            ? decisions.SetItem(place, Again(decisions[place], decision.At))
            : [.. decisions.AsSpan()[Math.Max(0, decisions.Length - Kept + 1)..], decision];
        return profile;
    }

    private static Decision Again(Decision known, DateTimeOffset at)
    {
        var last = known.LastAt ?? known.At;
        return known with { Repeats = known.Repeats + 1, LastAt = at > last ? at : last };
    }

    private static bool IsRepeat(Decision known, Decision decision) =>
        known.Play == decision.Play && known.Step == decision.Step && known.Gate == decision.Gate && known.Cause == decision.Cause
        // What was truly done is told apart by its occasion: two carts answered are two facts, not one repeated.
        && (known.Occasion == decision.Occasion || (decision.Gate != Gates.Passed && decision.Gate != Gates.HeldOut));
}

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
        var marks = DecisionMarks.Of(profile);
        var mark = DecisionMarks.Of(decision);
        var place = marks.Marks.AsSpan().LastIndexOf(mark);
        while (place >= 0 && !IsRepeat(marks.Decisions[place], decision)) place = marks.Marks.AsSpan()[..place].LastIndexOf(mark);
        profile = profile.ToChange();
        profile.DecisionMarks = place >= 0
            ? marks with { Decisions = marks.Decisions.SetItem(place, Again(marks.Decisions[place], decision.At)) }
            : new(marks.Decisions.Add(decision, Kept), marks.Marks.Add(mark, Kept));
        profile.Decisions = profile.DecisionMarks.Decisions;
        return profile;
    }

    private static Decision Again(Decision known, DateTimeOffset at)
    {
        var last = known.LastAt ?? known.At;
        return known with { Repeats = known.Repeats + 1, LastAt = at > last ? at : last };
    }

    private static bool IsRepeat(Decision known, Decision decision) =>
        known.Play == decision.Play && known.Step == decision.Step && known.Gate == decision.Gate && known.Cause == decision.Cause
        && (known.Occasion == decision.Occasion || !IsDone(decision));

    /// <summary>What was truly done is told apart by its occasion: two carts answered are two facts, not one repeated.</summary>
    internal static bool IsDone(Decision decision) => decision.Gate is Gates.Passed or Gates.HeldOut;
}

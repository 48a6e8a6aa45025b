using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.LocalHost.Demo;

/// <summary>What one play did, counted in the customers' own records.</summary>
/// <param name="Started">How often it began for somebody.</param>
/// <param name="Sent">How often a step of it acted: a mail, a text, a question, a follow-up, a note on the profile.</param>
/// <param name="HeldOut">How many it left out, to measure what it brings.</param>
public sealed record PlayFigures(int Started, int Sent, int HeldOut)
{
    /// <summary>Adds what one customer's record says.</summary>
    internal static void Add(SortedDictionary<string, PlayFigures> plays, Profile profile)
    {
        foreach (var run in profile.Runs) Count(run.Play, new PlayFigures(1, 0, 0));
        foreach (var decision in profile.Decisions)
        {
            if (decision.Gate == Gates.Passed && !profile.Decisions.Any(d => IsDropped(d, decision))) Count(decision.Play, new PlayFigures(0, 1, 0));
        }

        foreach (var run in profile.Decisions.Where(d => d.Gate == Gates.HeldOut).DistinctBy(d => (d.Play, d.Occasion))) Count(run.Play, new PlayFigures(0, 0, 1));

        void Count(string play, PlayFigures more)
        {
            var known = plays.GetValueOrDefault(play, new PlayFigures(0, 0, 0));
            plays[play] = new PlayFigures(known.Started + more.Started, known.Sent + more.Sent, known.HeldOut + more.HeldOut);
        }
    }

    /// <summary>Whether what was decided was dropped when it was looked at once more before sending; so it is with those held out.</summary>
    private static bool IsDropped(Decision later, Decision decision) =>
        later.Play == decision.Play && later.Step == decision.Step && later.Occasion == decision.Occasion && later.Gate is not (Gates.Passed or Gates.NoOffer) && later.At >= decision.At;
}

using System.Collections.Immutable;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>The plays of one customer, as a bounded list on the profile.</summary>
internal static class Runs
{
    /// <summary>How many ended runs are remembered beyond the last one of each play.</summary>
    private const int EndedKept = 20;

    /// <summary>How many campaigns a profile remembers to have ended: each is its own play, so that none would ever be the one to go.</summary>
    private const int CampaignsKept = 12;

    public static PlayRun? Find(Profile profile, string runId) => PlaceOf(profile.Runs, null, runId) is >= 0 and var place ? profile.Runs[place] : null;

    /// <summary>The run of a play for an occasion, whichever row it began on: after a merge it may carry the other row's id.</summary>
    public static PlayRun? Of(Profile profile, string play, string occasion)
    {
        foreach (var run in profile.Runs)
        {
            if (run.Play == play && run.Occasion == occasion) return run;
        }
        return null;
    }

    /// <summary>The last run of a play, ended or not, by its start.</summary>
    public static PlayRun? Last(Profile profile, string play)
    {
        PlayRun? last = null;
        foreach (var run in profile.Runs)
        {
            if (run.Play == play && (last is null || !run.Began.IsBefore(last.Began))) last = run;
        }
        return last;
    }

    public static Profile Put(Profile profile, PlayRun run)
    {
        var runs = profile.Runs;
        var place = PlaceOf(runs, run.Play, run.Id);
        profile = profile.ToChange();
        profile.Runs = place >= 0 ? runs.SetItem(place, run) : run.Campaign is null ? With(runs, run) : LastCampaigns(runs.Add(run));
        return profile;
    }

    public static Profile End(Profile profile, PlayRun run, string outcome, DateTimeOffset at) =>
        Put(profile, run with { EndedAt = at, Due = null, Outcome = outcome });

    /// <summary>Where a run stands, or -1. What is looked for began lately, mostly. Of which play it is, if that is known, tells most others apart without their ids.</summary>
    private static int PlaceOf(ImmutableArray<PlayRun> runs, string? play, string runId)
    {
        var place = runs.Length - 1;
        while (place >= 0 && ((play is not null && runs[place].Play != play) || runs[place].Id != runId)) place--;
        return place;
    }

    /// <summary>The runs with one more. Forgets the oldest ended runs, but never the last of a play: re-entry and "once" rest on it.</summary>
    private static ImmutableArray<PlayRun> With(ImmutableArray<PlayRun> runs, PlayRun more)
    {
        var superfluous = IsForgettable(more) ? 1 - EndedKept : -EndedKept;
        foreach (var run in runs)
        {
            if (IsForgettable(run)) superfluous++;
        }
        if (superfluous <= 0) return runs.Add(more);
        var next = ImmutableArray.CreateBuilder<PlayRun>(runs.Length + 1 - superfluous);
        for (var i = 0; i < runs.Length; i++)
        {
            if (superfluous > 0 && IsForgettable(runs[i]) && (runs[i].Play == more.Play || ComesAgain(runs, i))) superfluous--;
            else next.Add(runs[i]);
        }
        next.Add(more);
        return next.DrainToImmutable();
    }

    private static bool IsForgettable(PlayRun run) => run is { IsRunning: false, Campaign: null };

    private static bool ComesAgain(ImmutableArray<PlayRun> runs, int place)
    {
        for (var i = place + 1; i < runs.Length; i++)
        {
            if (runs[i].Play == runs[place].Play) return true;
        }
        return false;
    }

    private static ImmutableArray<PlayRun> LastCampaigns(ImmutableArray<PlayRun> runs)
    {
        var superfluous = runs.Count(r => r is { IsRunning: false, Campaign: not null }) - CampaignsKept;
        return superfluous <= 0 ? runs : runs.RemoveAll(r => r is { IsRunning: false, Campaign: not null } && superfluous-- > 0);
    }
}

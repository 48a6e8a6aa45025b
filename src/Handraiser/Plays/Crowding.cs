using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>
/// Plays that compete for the same gap: the one that stands first in the playbook wins, of one play the occasion that is worth most. The
/// other waits for room, or yields where its play says so.
/// </summary>
internal static class Crowding
{
    /// <summary>The runs that are due, best first: by the playbook's order, then by worth, then those that are due longest.</summary>
    public static List<PlayRun> Due(Profile profile, Playbook playbook, DateTimeOffset now)
    {
        var (at, due) = ((Instant)now, default(List<PlayRun>));
        foreach (var run in profile.Runs)
        {
            if (run.NextDue.IsBy(at)) (due ??= []).Add(run);
        }
        return due is { Count: > 1 } ? BestFirst(due, profile, playbook) : due ?? [];
    }

    private static List<PlayRun> BestFirst(List<PlayRun> due, Profile profile, Playbook playbook) =>
        [.. due.OrderBy(r => playbook.Index.Place(r.Play)).ThenByDescending(r => Offers.Basis(profile, r.Occasion)).ThenBy(r => r.Due).ThenBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>
    /// Whether a better play needs the gap that this message would take: one whose own message on the channel is due before the gap is
    /// over. Then this one waits until that one is done.
    /// </summary>
    public static GateResult Check(Profile profile, PlayRun run, Play play, StepAction what, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        if (StepActions.ChannelOf(what) is not { } channel) return new(Gates.Passed);
        var gap = (channel == Channels.Sms ? playbook.Limits.Sms : playbook.Limits.Email).MinGap;
        var place = playbook.Index.Place(run.Play);
        PlayRun? better = null;
        foreach (var other in profile.Runs)
        {
            if (other.Due is not { } due || due <= now || due - now >= gap || playbook.Index.Place(other.Play) >= place) continue;
            if (WillSend(profile, other, channel, playbook, shop) && (better is null || due < better.Due)) better = other;
        }
        if (better is null) return new(Gates.Passed);
        var reason = $"{better.Play} comes first.";
        return play.Yields ? new(Gates.Limit, null, reason) : new(Gates.Limit, better.Due, reason);
    }

    private static bool WillSend(Profile profile, PlayRun run, string channel, Playbook playbook, ShopState shop)
    {
        if (shop.PausedPlays.Contains(run.Play) || playbook.IsOff(run)) return false;
        return playbook.Find(run) is { } play && run.Step < play.Steps.Length
            && StepActions.ChannelOf(play.Steps[run.Step].Do) == channel
            && !playbook.TransactionalTemplates.Contains(StepActions.Name(play.Steps[run.Step].Do!))
            && (play.Until is not { } until || run.Due - run.CauseAt <= until)
            // Who is held out of the better play gets nothing from it that could crowd this one out.
            && Holdouts.Of(profile.Id, play, playbook.Limits) is null;
    }
}

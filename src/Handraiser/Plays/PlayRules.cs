using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.Plays;

/// <summary>
/// What happens to plays, as the engine asks for it: <see cref="Starting"/> begins them, <see cref="Endings"/> ends them,
/// <see cref="PlaySteps"/> fires what is due.
/// </summary>
public static class PlayRules
{
    /// <summary>The kind of cause of plays that begin because a customer became known, whichever event did it.</summary>
    private static readonly CustomerEvent Known = new() { Id = "", Kind = EventKinds.CustomerKnown, At = default, Customer = new Identifiers() };

    /// <summary>Ends, restarts and starts plays because of an event that was just folded.</summary>
    /// <param name="profile">The customer, the event folded.</param>
    /// <param name="happened">The event.</param>
    /// <param name="verdict">Who did it.</param>
    /// <param name="wasKnown">Whether an address was known before the event.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What is paused.</param>
    /// <param name="now">UTC.</param>
    public static Profile Happened(Profile profile, CustomerEvent happened, Verdict verdict, bool wasKnown, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        if (playbook.Index.Ends(happened.Kind)) profile = Endings.Because(profile, happened, playbook);
        profile = Starting.Because(profile, happened, verdict, playbook, now);
        if (happened.ChosenFor is { } campaign) return Starting.Because(profile, campaign, happened, playbook, now);
        return !wasKnown && profile.Person.KnownSince is { } since && MakesKnown(happened.Kind)
            ? Starting.Because(profile, Known with { At = since, Replayed = happened.Replayed }, Verdict.Human, playbook, now)
            : profile;
    }

    /// <summary>Ends and starts plays because of a hop between segments.</summary>
    /// <param name="profile">The customer, the hop done.</param>
    /// <param name="hop">The hop.</param>
    /// <param name="verdict">Who did what led to it: a machine's doing withdraws what it had started.</param>
    /// <param name="replayed">Whether what led to it came again out of the archive: then it starts nothing.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="now">UTC.</param>
    public static Profile Hopped(Profile profile, Hop hop, Verdict verdict, bool replayed, Playbook playbook, DateTimeOffset now)
    {
        if (hop.Entered ? playbook.Index.Ends(hop.Segment) : !playbook.Index.StartedBy(hop.Segment, entered: true).IsEmpty) profile = Endings.Because(profile, hop, verdict, playbook);
        return Starting.Because(profile, hop, replayed, playbook, now);
    }

    /// <summary>
    /// Ends plays because of a hop that only a change of the playbook, or of the model, made. It starts none, and reaches no goal: the
    /// customer did nothing. Each play that would have started leaves that as its reason.
    /// </summary>
    /// <param name="profile">The customer, the hop done.</param>
    /// <param name="hop">The hop.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="now">UTC.</param>
    public static Profile Found(Profile profile, Hop hop, Playbook playbook, DateTimeOffset now) =>
        Starting.NotForExisting(Endings.BecauseFound(profile, hop, playbook), hop, playbook, now);

    /// <summary>Starts what a date starts, and fires every step that is due.</summary>
    /// <param name="profile">The customer, with verdicts and segments as of now.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What is paused or stopped.</param>
    /// <param name="now">UTC.</param>
    /// <param name="decided">What is to be done.</param>
    public static Profile Advance(Profile profile, Playbook playbook, ShopState shop, DateTimeOffset now, out ImmutableArray<PlannedAction> decided)
    {
        if (!playbook.Index.Dated.IsEmpty) profile = Dates.Start(profile, playbook, now);
        return PlaySteps.Fire(profile, playbook, shop, now, out decided);
    }

    /// <summary>When time alone will next start a play or make a step of one due; null for never.</summary>
    public static DateTimeOffset? NextDue(Profile profile, Playbook playbook, DateTimeOffset now)
    {
        DateTimeOffset? date = playbook.Index.Dated.IsEmpty ? null : Dates.Next(profile, playbook, now);
        return Times.Earlier(date, profile.RunsAhead.NextDue);
    }

    /// <summary>
    /// Whether this kind of event tells the shop of a customer. What became of our mails and texts does not: they went to people whom the
    /// shop knew already, and a whole list must not be welcomed because it was written to. The shop's own word starts plays as it stands.
    /// </summary>
    private static bool MakesKnown(string kind) =>
        kind != EventKinds.CustomerKnown && !kind.StartsWith("email.", StringComparison.Ordinal) && !kind.StartsWith("sms.", StringComparison.Ordinal);
}

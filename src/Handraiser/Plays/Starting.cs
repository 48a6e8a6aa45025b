using System.Collections.Immutable;
using Handraiser.Campaigns;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.Plays;

/// <summary>What would start a play.</summary>
/// <param name="Occasion">What it is about (<see cref="Occasions"/>).</param>
/// <param name="Kind">The kind of event, the hop or the date.</param>
/// <param name="At">When it happened.</param>
internal readonly record struct Cause(string Occasion, string Kind, DateTimeOffset At)
{
    /// <summary>Who did it.</summary>
    public Verdict Verdict { get; init; } = Verdict.Human;
    /// <summary>Our action that it answers to.</summary>
    public string? ActionId { get; init; }
    /// <summary>Whether it still holds: a cart's change that is told after the cart was ordered does not.</summary>
    public bool Still { get; init; } = true;
    /// <summary>The cart that it is about, with all its names.</summary>
    public CartNames Cart { get; init; } = CartNames.None;
    /// <summary>Whether what led to it came again out of the archive (<see cref="CustomerEvent.Replayed"/>).</summary>
    public bool Replayed { get; init; }
    /// <summary>Whether a click led to it, which may still turn out to be a scanner's.</summary>
    public bool Clicked { get; init; }
}

/// <summary>Starts plays, and starts their waiting over when the same thing happens again.</summary>
internal static class Starting
{
    /// <summary>How many plays may be in progress for one customer: a bound for the profile, far above what makes sense.</summary>
    public const int MostRunning = 40;

    /// <summary>Starts plays because of an event.</summary>
    public static Profile Because(Profile profile, CustomerEvent happened, Verdict verdict, Playbook playbook, DateTimeOffset now)
    {
        Cause? cause = null;
        foreach (var play in playbook.Index.StartedBy(happened.Kind))
        {
            if (!Fits(play.On, happened)) continue;
            cause ??= CauseOf(profile, happened, verdict);
            profile = Start(profile, play, cause.Value, playbook, now);
        }
        return profile;
    }

    /// <summary>Starts what a campaign sends to a customer whom it chose.</summary>
    public static Profile Because(Profile profile, Campaign campaign, CustomerEvent happened, Playbook playbook, DateTimeOffset now) =>
        Start(profile, campaign.AsPlay(), new Cause(campaign.Name, happened.Kind, happened.At) { Replayed = happened.Replayed }, playbook, now, campaign);

    /// <summary>Starts plays because of a hop.</summary>
    public static Profile Because(Profile profile, Hop hop, bool replayed, Playbook playbook, DateTimeOffset now)
    {
        var plays = playbook.Index.StartedBy(hop.Segment, hop.Entered);
        if (plays.IsEmpty) return profile;
        // All of them are started by the same trigger.
        var cause = CauseOf(plays[0], hop) with { Clicked = hop.Why == EventKinds.EmailClicked, Replayed = replayed };
        foreach (var play in plays) profile = Start(profile, play, cause, playbook, now);
        return profile;
    }

    /// <summary>Says of each play that a hop would start why it does not: only the rules changed.</summary>
    public static Profile NotForExisting(Profile profile, Hop hop, Playbook playbook, DateTimeOffset now)
    {
        foreach (var play in playbook.Index.StartedBy(hop.Segment, hop.Entered))
        {
            profile = Refuse(profile, play, CauseOf(play, hop), Gates.Existing, playbook, now);
        }
        return profile;
    }

    /// <summary>Starts one play, or starts its waiting over, or says why not.</summary>
    public static Profile Start(Profile profile, Play play, in Cause cause, Playbook playbook, DateTimeOffset now, Campaign? campaign = null)
    {
        if (play.Steps.IsEmpty) return profile;
        var occasion = cause.Occasion;
        if (Same(profile, play, cause) is { } same)
        {
            if (same.IsRunning) return OnceMore(profile, play, same, cause, playbook, now);
            // A cart can live for years under one id: left again after the pause, it is another occasion.
            if (play.Once || play.Again is not { } pause || cause.At - same.StartedAt < pause) return Refuse(profile, play, cause, Gates.AlreadyDone, playbook, now);
            occasion = Occasions.AnotherTurn(cause.Occasion, cause.At);
        }
        if (Refusal(profile, play, cause, playbook, now) is var (gate, reason)) return Refuse(profile, play, cause, gate, playbook, now, reason);

        var id = Occasions.RunId(profile.Id, play.Name, occasion);
        return Runs.Put(profile, new PlayRun
        {
            Id = id,
            Play = play.Name,
            Occasion = occasion,
            Cause = cause.Kind,
            CauseAt = cause.At,
            StartedAt = cause.At,
            Version = playbook.Version,
            Happened = Endings.StepsEndedBy(profile, play, cause.At),
            Campaign = campaign,
            Due = FirstDue(id, play, cause, profile, playbook),
        });
    }

    /// <summary>The last run of the play for this occasion, under whichever name of the cart it began.</summary>
    private static PlayRun? Same(Profile profile, Play play, in Cause cause)
    {
        var runs = profile.Runs.AsSpan();
        for (var i = runs.Length - 1; i >= 0; i--)
        {
            var run = runs[i];
            if (run.Play != play.Name) continue;
            if (Occasions.IsSame(run.Occasion, cause.Occasion) || (!cause.Cart.IsNone && Occasions.IsOf(run.Occasion, cause.Cart))) return run;
        }
        return null;
    }

    /// <summary>The same thing once more: a cart that keeps changing keeps waiting, whichever step is next.</summary>
    private static Profile OnceMore(Profile profile, Play play, PlayRun run, in Cause cause, Playbook playbook, DateTimeOffset now)
    {
        if (cause.Verdict == Verdict.Machine) return Refuse(profile, play, cause, Gates.Machine, playbook, now);
        if (!cause.Still) return Refuse(profile, play, cause, Gates.Ended, playbook, now);
        if (!Occasions.Repeats(run.Occasion)) return Refuse(profile, play, cause, Gates.AlreadyDone, playbook, now);
        // Out of order: what is known already waits from a later moment.
        if (cause.At <= run.CauseAt) return cause.At < run.StartedAt ? Runs.Put(profile, run with { StartedAt = cause.At }) : profile;
        var due = FirstDue(run.Id, playbook.Find(run) ?? play, cause, profile, playbook);
        return Runs.Put(profile, run with
        {
            StartedAt = cause.At < run.StartedAt ? cause.At : run.StartedAt,
            CauseAt = cause.At,
            Cause = cause.Kind,
            Due = run.Step == 0 || due > run.Due ? due : run.Due,
            HeldSince = null,
        });
    }

    private static (string Gate, string? Reason)? Refusal(Profile profile, Play play, in Cause cause, Playbook playbook, DateTimeOffset now)
    {
        if (!play.Enabled) return (Gates.Disabled, null);
        if (cause.Verdict == Verdict.Machine) return (Gates.Machine, null);
        if (cause.Replayed) return (Gates.Stale, "It came again out of the archive.");
        if (now - cause.At > play.Stale) return (Gates.Stale, null);
        if (IsOwnDoing(profile, play, cause.ActionId)) return (Gates.OwnDoing, null);
        if (!cause.Still) return (Gates.Ended, "The cart was ordered or emptied.");
        if (play.To is { } segment && !Whom.Meets(segment, profile, playbook, now)) return (Gates.NotForThem, null);
        if (Runs.Last(profile, play.Name) is { } last)
        {
            if (play.Once || (last.IsRunning && play.Again is not null)) return (Gates.AlreadyDone, null);
            if (play.Again is { } pause && cause.At - last.StartedAt < pause) return (Gates.TooSoon, null);
        }
        if (Endings.Already(profile, play, cause) is { } ended) return (Gates.Ended, ended);
        return profile.RunsAhead.Running >= MostRunning ? (Gates.Limit, $"{MostRunning} plays are in progress for this customer.") : null;
    }

    private static Profile Refuse(Profile profile, Play play, in Cause cause, string gate, Playbook playbook, DateTimeOffset now, string? reason = null) =>
        profile.Decided(new Decision { Play = play.Name, Cause = cause.Kind, Occasion = cause.Occasion, Gate = gate, Reason = reason, At = now, Version = playbook.Version });

    private static DateTimeOffset FirstDue(string runId, Play play, in Cause cause, Profile profile, Playbook playbook)
    {
        var due = PlayClock.Due(play.Steps[0].Wait, cause.At, runId, 0, profile, playbook.Store);
        // A click may still turn out to be one of a scanner's burst: nothing is done before that is settled (law 13).
        var settled = cause.Clicked ? cause.At + playbook.Machines.UndecidedFor : due;
        return due > settled ? due : settled;
    }

    private static Cause CauseOf(Play play, Hop hop) => new(Occasions.Of(hop), ((HopTrigger)play.On).Cause, hop.At);

    private static bool Fits(Trigger on, CustomerEvent happened) => on switch
    {
        EventTrigger { InWords: true } or AnswerTrigger { InWords: true } when string.IsNullOrWhiteSpace(happened.Data.Text) => false,
        EventTrigger trigger => trigger.Where is null || trigger.Where.Matches(happened),
        AnswerTrigger trigger => trigger.Question == happened.Data.Question && (trigger.Is.IsEmpty || trigger.Is.Any(happened.Data.Answers.Contains)),
        _ => false,
    };

    private static Cause CauseOf(Profile profile, CustomerEvent happened, Verdict verdict)
    {
        var isCart = happened.Kind is EventKinds.CartUpdated or EventKinds.CheckoutStarted or EventKinds.CheckoutExpired;
        var names = isCart ? Occasions.CartNamed(happened) : CartNames.None;
        var open = names.IsNone ? null : Open(profile.Carts, names);
        return new Cause(Occasions.Of(happened), happened.Kind, happened.At)
        {
            Verdict = verdict,
            Replayed = happened.Replayed,
            ActionId = happened.Data.ActionId,
            Still = names.IsNone || open is not null,
            Cart = open is null ? names : names.And(CartNames.Of(open)),
            Clicked = happened.Kind == EventKinds.EmailClicked,
        };
    }

    private static Cart? Open(ImmutableArray<Cart> carts, CartNames names)
    {
        foreach (var cart in carts)
        {
            if (names.Meets(CartNames.Of(cart))) return cart;
        }
        return null;
    }

    private static bool IsOwnDoing(Profile profile, Play play, string? actionId)
    {
        if (actionId is null) return false;
        foreach (var sent in profile.Sends)
        {
            if (sent.ActionId == actionId) return sent.Play == play.Name;
        }
        return false;
    }
}

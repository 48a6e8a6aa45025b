using System.Globalization;
using Handraiser.Budgets;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>What delivery writes on an action when it takes it up.</summary>
/// <param name="Id">Which attempt this is; unique.</param>
/// <param name="MessageKind">One of <see cref="MessageKinds"/>.</param>
/// <param name="CallToAction">What the message asks for; null for nothing.</param>
/// <param name="Spending">What is reserved for it of the month's money; null for nothing.</param>
/// <param name="Code">The code from a pool that goes with it; null for none.</param>
public sealed record Claim(string Id, string MessageKind, string? CallToAction, Spending? Spending = null, string? Code = null);

/// <summary>
/// The life of an action between decision and delivery, as changes of the profile: claimed before the provider is called, recorded
/// after. Each change is one conditional write, so no two processes can both have claimed. Pure.
/// </summary>
public static class Delivering
{
    /// <summary>
    /// How long a claim without an outcome waits for the provider's own event. SendGrid posts events within 30 seconds or 768 kilobytes;
    /// an hour leaves room for a few failed posts and for the queue between.
    /// </summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromHours(1);

    private static readonly TimeSpan HandOnAgainAfter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>How many sent messages a profile remembers: more than any limit counts in a week.</summary>
    public const int SendsKept = 60;

    /// <summary>The action of this id; null when it was delivered, dropped or never decided.</summary>
    public static PlannedAction? Find(Profile profile, string actionId) => profile.Actions.FirstOrDefault(a => a.Id == actionId);

    /// <summary>Takes an action up. The provider may be called only once this is committed.</summary>
    /// <exception cref="InvalidOperationException">The action is not there, or somebody holds it already.</exception>
    public static Profile Claim(Profile profile, string actionId, Claim claim, DateTimeOffset now)
    {
        var action = Find(profile, actionId);
        if (action is not { State: ActionState.Decided }) throw new InvalidOperationException("Only a decided action can be claimed.");
        return Replace(profile, action, action with
        {
            State = ActionState.Sending,
            ClaimedAt = now,
            ClaimId = claim.Id,
            NotBefore = null,
            MessageKind = claim.MessageKind,
            CallToAction = claim.CallToAction,
            Spending = claim.Spending,
            Code = claim.Code,
        });
    }

    /// <summary>
    /// Writes down how the call ended. Accepted: the message is remembered and the action done. Permanent: the action is done, refused.
    /// Throttled and temporary: nothing was sent, the action is decided again and waits. Ambiguous: the claim stands until it is settled.
    /// The same profile when the action is no longer there, for then a provider's event has settled it.
    /// </summary>
    public static Profile Record(Profile profile, string actionId, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (Find(profile, actionId) is not { } action) return profile;
        return outcome.Class switch
        {
            OutcomeClass.Accepted => Accepted(profile, action, outcome.ProviderId, now),
            OutcomeClass.Permanent => Refused(profile, action, outcome, now),
            OutcomeClass.Throttled or OutcomeClass.Temporary => Replace(profile, action, Freed(action) with { Tries = action.Tries + 1, NotBefore = now + Pause(action, outcome) }),
            OutcomeClass.Ambiguous => AwaitWord(profile, actionId),
        };
    }

    /// <summary>Holds a decided action until a moment; the agenda brings it back.</summary>
    public static Profile Postpone(Profile profile, string actionId, DateTimeOffset until) =>
        Find(profile, actionId) is { } action ? Replace(profile, action, action with { NotBefore = until }) : profile;

    /// <summary>A claim whose outcome is not known: looked at again once the settle time has passed.</summary>
    public static Profile AwaitWord(Profile profile, string actionId) =>
        Find(profile, actionId) is { State: ActionState.Sending, ClaimedAt: { } claimed } action
            ? Replace(profile, action, action with { NotBefore = claimed + SettleTime })
            : profile;

    /// <summary>Actions that were put off and are due to be handed on again.</summary>
    public static IEnumerable<PlannedAction> Due(Profile profile, DateTimeOffset now) =>
        profile.Actions.Where(a => a.State != ActionState.Unclear && a.NotBefore <= now);

    /// <summary>When the customer has to be woken for an action that was put off; one that was handed on and not taken up is handed on again.</summary>
    public static DateTimeOffset? NextDue(Profile profile, DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var action in profile.Actions)
        {
            if (action.NotBefore is not { } at || action.State == ActionState.Unclear) continue;
            var due = at > now ? at : now + HandOnAgainAfter;
            if (next is null || due < next) next = due;
        }
        return next;
    }

    /// <summary>Removes an action that is not to happen, and says why.</summary>
    public static Profile Drop(Profile profile, string actionId, Decision decision) => Without(profile, actionId).Decided(decision);

    /// <summary>A person looked and says that an unclear message did not arrive: it is delivered again.</summary>
    public static Profile Retry(Profile profile, string actionId) =>
        Find(profile, actionId) is { State: ActionState.Unclear } action ? Replace(profile, action, Freed(action)) : profile;

    /// <summary>A person looked and says that an unclear message arrived, or that it does not matter: it is remembered as sent.</summary>
    public static Profile Confirm(Profile profile, string actionId, DateTimeOffset now) =>
        Find(profile, actionId) is { State: ActionState.Unclear } action ? Accepted(profile, action, null, now) : profile;

    /// <summary>The settle time passed and no word came: the action is not sent again, and a person has to look.</summary>
    public static Profile GiveUp(Profile profile, string actionId, DateTimeOffset now)
    {
        if (Find(profile, actionId) is not { State: ActionState.Sending } action) return profile;
        return Replace(profile, action, action with { State = ActionState.Unclear, NotBefore = null })
            .Decided(Decide(action, Gates.Unclear, "The provider's answer was lost, and no word of the message came.", now));
    }

    /// <summary>
    /// Settles a claimed or unclear action by the provider's own event that carries its id: whatever happened to the message tells that it
    /// was taken over, except that it was dropped or failed. The same profile for any other event.
    /// </summary>
    public static Profile Settle(Profile profile, CustomerEvent happened)
    {
        if (happened.Data.ActionId is not { } id || Find(profile, id) is not { State: not ActionState.Decided } action) return profile;
        return happened.Kind switch
        {
            EventKinds.EmailDropped or EventKinds.SmsFailed =>
                Refused(profile, action, new DeliveryOutcome(OutcomeClass.Permanent) { Reason = happened.Data.Reason }, happened.At),
            _ when happened.Kind.StartsWith("email.", StringComparison.Ordinal) || happened.Kind.StartsWith("sms.", StringComparison.Ordinal) =>
                Accepted(profile, action, happened.Data.MessageId, happened.At),
            _ => profile,
        };
    }

    /// <summary>What was reserved for the action of the profile before that this event has settled, where it tells that nothing was sent; else null.</summary>
    public static Spending? Unspent(Profile before, CustomerEvent settled) =>
        settled.Kind is EventKinds.EmailDropped or EventKinds.SmsFailed ? Find(before, settled.Data.ActionId!)?.Spending : null;

    /// <summary>A decision about an action.</summary>
    public static Decision Decide(PlannedAction action, string gate, string? reason, DateTimeOffset at, string? version = null) => new()
    {
        Play = action.Play,
        Step = action.Step,
        Cause = action.Cause,
        Occasion = action.Occasion,
        Gate = gate,
        Reason = reason,
        What = action.What,
        At = at,
        Version = version,
    };

    // The decision to act stands on the profile since it was made; what is new is that the message went out.
    private static Profile Accepted(Profile profile, PlannedAction action, string? providerId, DateTimeOffset now)
    {
        var done = OffersOut.Given(Without(profile, action.Id), action, action.ClaimedAt ?? now);
        if (Gatekeeper.ChannelOf(action.Kind) is not { } channel || done.Sends.Any(s => s.ActionId == action.Id)) return done;
        var sends = done.Sends.Length < SendsKept ? done.Sends : done.Sends.RemoveRange(0, done.Sends.Length - SendsKept + 1);
        return done with
        {
            Sends = sends.Add(new SentMessage
            {
                ActionId = action.Id,
                Channel = channel,
                Template = action.What,
                Play = action.Play,
                Occasion = action.Occasion,
                At = action.ClaimedAt ?? now,
                Kind = action.MessageKind ?? MessageKinds.Marketing,
                ProviderId = providerId,
                CallToAction = action.CallToAction,
            }),
        };
    }

    private static Profile Refused(Profile profile, PlannedAction action, DeliveryOutcome outcome, DateTimeOffset now)
    {
        var dropped = Drop(profile, action.Id, Decide(action, Gates.Refused, outcome.Reason, now));
        return outcome.AddressInvalid && Gatekeeper.ChannelOf(action.Kind) is { } channel
            ? dropped with { Permissions = dropped.Permissions.Stop(channel, SuppressionReasons.HardBounce, now) }
            : dropped;
    }

    private static PlannedAction Freed(PlannedAction action) => action with { State = ActionState.Decided, ClaimedAt = null, ClaimId = null, NotBefore = null };

    /// <summary>One minute, then twice as long each time up to an hour, spread by a fifth; never shorter than the provider asks.</summary>
    private static TimeSpan Pause(PlannedAction action, DeliveryOutcome outcome)
    {
        var pause = TimeSpan.FromMinutes(double.Exp2(int.Min(action.Tries, 6)));
        if (pause > LongestPause) pause = LongestPause;
        pause *= 0.9 + 0.2 * StableHash.Unit("pause", action.Id, action.Tries.ToString(CultureInfo.InvariantCulture));
        return outcome.RetryAfter > pause ? outcome.RetryAfter.Value : pause;
    }

    private static Profile Without(Profile profile, string actionId) => profile with { Actions = profile.Actions.RemoveAll(a => a.Id == actionId) };

    private static Profile Replace(Profile profile, PlannedAction old, PlannedAction next) => profile with { Actions = profile.Actions.Replace(old, next) };
}

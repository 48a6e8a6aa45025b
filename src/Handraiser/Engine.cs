using System.Collections.Immutable;
using Handraiser.Budgets;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Profiles.Verdicts;
using Handraiser.Segments;

namespace Handraiser;

/// <summary>
/// The heart: what some events mean for one customer. Pure: no I/O, no clock, no random numbers, so that the live pipeline, the back-test
/// and the fault simulation run the same code and a replay gives the same answer.
/// </summary>
public static class Engine
{
    /// <summary>How many hops a profile remembers.</summary>
    public const int HopsKept = 50;

    /// <summary>Why a customer hopped whom only a change of the playbook, or of the model, moved.</summary>
    public const string RulesChanged = "the playbook changed";

    /// <summary>Why a customer hopped whom nothing but the time moved.</summary>
    private const string TimePassed = "time passed";

    /// <summary>How often in one reaction steps that note facts may lead to further plays: enough for any sense, an end for a circle.</summary>
    private const int MostRounds = 4;

    /// <summary>
    /// Folds the events into the profile, hops segments, runs plays, and tells what to do. Events that were folded before change nothing,
    /// but actions that are still undelivered and the wake are handed on again: that is how a crash after the commit is finished.
    /// </summary>
    /// <param name="profile">The customer as committed.</param>
    /// <param name="events">What happened, in any order.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What holds for all customers at the moment.</param>
    /// <param name="now">The time of this reaction, UTC.</param>
    public static Reaction React(Profile profile, IReadOnlyList<CustomerEvent> events, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        var turn = new Turn(profile, playbook, shop, now);
        if (profile.JudgedBy != 0) turn.CatchUp();
        if (events.Count == 1)
        {
            turn.Take(events[0]);
        }
        else
        {
            foreach (var happened in events.OrderBy(e => e.At).ThenBy(e => e.Id, StringComparer.Ordinal)) turn.Take(happened);
        }
        return turn.Finish();
    }

    /// <summary>One call of <see cref="React"/>: the profile as it becomes, and the effects as they gather.</summary>
    private struct Turn(Profile before, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        private ImmutableArray<Effect> effects = [];
        private readonly ulong rules = playbook.Mark ^ shop.ModelMark;
        private bool woken = false;
        private int folded = 0;
        private int repeated = 0;
        private SegmentState state = default;
        /// <summary>Whether <see cref="state"/> is that of the profile as it stands: then only time can tell otherwise.</summary>
        private bool judged = false;

        public Profile Profile { get; private set; } = playbook.Segments.Fit(before);

        /// <summary>
        /// Moves a customer who was last judged by another playbook or model, before anything else: what only these changed is kept apart
        /// from what the customer does now. Judged just before time was to change something, so that this still happens by itself.
        /// </summary>
        public void CatchUp()
        {
            if (Profile.JudgedBy == rules || Profile.FirstFact is null) return;
            var at = Profile.Wake <= now ? Profile.Wake.Value.AddMilliseconds(-1) : now;
            Hop(Profile.LastFact > at ? Profile.LastFact.Value : at, RulesChanged, Verdict.Human, existing: true);
            Profile = Profile with { JudgedBy = rules };
        }

        public void Take(CustomerEvent happened)
        {
            if (happened.Kind == EventKinds.RulesChanged)
            {
                // By these rules already: it was committed, and what follows from it may not have been handed on.
                if (before.JudgedBy == Review.Mark(playbook, shop)) repeated++;
                else CatchUp();
                return;
            }
            if (happened.Kind == EventKinds.TimePassed)
            {
                woken = true;
                return;
            }
            var hash = StableHash.OfEvent(happened.Id);
            if (Profile.Seen.Contains(hash))
            {
                repeated++;
                return;
            }
            // Whoever was erased since the campaign chose them must not come back by it.
            if (happened.Kind == EventKinds.CampaignChosen && Profile.FirstFact is null) return;
            // By a clock that is wrong: what truly happens from now on would all be older, and count for nothing.
            if (happened.BelievedAt != happened.At) happened = happened with { At = happened.BelievedAt };
            if (!Observing.IsRefused(Profile, happened)) Happened(happened, hash);
        }

        private void Happened(CustomerEvent happened, ulong hash)
        {
            var wasKnown = Profile.Person.KnownSince is not null;
            var after = Folding.Fold(Profile.AsDraft(), happened, hash, playbook);
            Profile = Delivering.Settle(after.Profile, happened);
            if (!ReferenceEquals(Profile, after.Profile) && Delivering.Unspent(after.Profile, happened) is { } unspent) Follows(new GiveBack(unspent));
            folded++;
            // Never before what is known already: an event that comes late must not look as if it had undone the later ones.
            Hop(Profile.LastFact is { } last && last < now ? last : now, happened.Kind, after.Verdict, happened.Replayed);
            Profile = PlayRules.Happened(Profile, happened, after.Verdict, wasKnown, playbook, shop, now);
        }

        public Reaction Finish()
        {
            var mail = Profile.Email;
            Profile = Judge.Settle(Profile, playbook.Machines, now);
            judged &= ReferenceEquals(mail, Profile.Email);
            Profile = OffersOut.Settle(Profile, now, out var unused);
            foreach (var spending in unused) Follows(new GiveBack(spending));
            var decided = Advance();
            ArmWake();
            if (woken) foreach (var action in Delivering.Due(Profile, now)) Follows(new Send(action));
            // A wake, too, may come again after a crash between the commit and the handing on.
            if (woken || repeated > 0) HandOnAgain(decided);
            if (Profile.JudgedBy != rules && !ReferenceEquals(Profile, before)) (Profile = Profile.ToChange()).JudgedBy = rules;
            return new Reaction(Profile.Finished(), effects, folded, repeated);
        }

        private void Follows(Effect effect) => effects = effects.Add(effect);

        /// <summary>Fires what is due. A step that notes a fact may move the customer into a segment that starts the next play.</summary>
        private List<PlannedAction>? Advance()
        {
            List<PlannedAction>? decided = null;
            var tooOld = now - playbook.LongestStale - TimeSpan.FromSeconds(1);
            for (var round = 0; round < MostRounds; round++)
            {
                // What time did long ago, and is seen only now because the facts came late (an import), is as old as it is: nothing acts on it.
                if (state.SteadyUntil < tooOld) Hop(tooOld, TimePassed, Verdict.Human);
                // The memberships of a moment ago still hold where nothing says that time has changed them: most events are judged once.
                if (!judged || state.SteadyUntil <= now) Hop(now, TimePassed, Verdict.Human);
                var person = Profile.Person;
                Profile = PlayRules.Advance(Profile, playbook, shop, now, out var more);
                if (!more.IsEmpty) (decided ??= []).AddRange(more);
                if (ReferenceEquals(person, Profile.Person)) break;
                judged = false;
            }
            if (decided is not null) foreach (var action in decided) Follows(new Send(action));
            return decided;
        }

        private void Hop(DateTimeOffset at, string why, Verdict verdict, bool replayed = false, bool existing = false)
        {
            state = playbook.Segments.Evaluate(Profile, shop, at);
            judged = true;
            var (profile, hops) = Hopping.Apply(Profile, playbook.Segments, state, at, why);
            if (hops.IsEmpty) return;
            Profile = profile;
            Follows(new Hopped(hops));
            foreach (var hop in hops)
            {
                Profile = existing && playbook.Segments.Find(hop.Segment) is not { IncludeExisting: true }
                    ? PlayRules.Found(Profile, hop, playbook, now)
                    : PlayRules.Hopped(Profile, hop, verdict, replayed, playbook, now);
            }
        }

        private void ArmWake()
        {
            var armed = woken ? null : Profile.Armed;
            var due = Earliest(Earliest(PlayRules.NextDue(Profile, playbook, now), Delivering.NextDue(Profile, now)), OffersOut.NextDue(Profile));
            var wake = Earliest(state.SteadyUntil, due);
            // The very moment is sought only where a wake would be written for it.
            if (IsNeeded(wake, armed, now) && wake != due) wake = Earliest(playbook.Segments.NextChange(Profile, shop, now, state), due);
            var arm = IsNeeded(wake, armed, now);
            if (arm) Follows(new Wake(wake!.Value));
            var next = arm ? wake : armed;
            if (Profile.Wake == wake && Profile.Armed == next) return;
            Profile = Profile.ToChange();
            (Profile.Wake, Profile.Armed) = (wake, next);
        }

        private static bool IsNeeded(DateTimeOffset? wake, DateTimeOffset? armed, DateTimeOffset now) =>
            wake is { } at && (armed is not { } standing || at < standing || standing <= now);

        private void HandOnAgain(List<PlannedAction>? already)
        {
            foreach (var action in Profile.Actions)
            {
                if (action.State == ActionState.Decided && action.NotBefore is null && already?.Contains(action) != true) Follows(new Send(action));
            }
            if (Profile.Armed is { } armed && !effects.Any(e => e is Wake)) Follows(new Wake(armed));
        }

        private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;
    }
}

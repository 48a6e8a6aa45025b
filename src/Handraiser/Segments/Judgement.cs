using System.Collections.Immutable;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>
/// How the segments of one customer were judged last, and by what, so that only those are judged again whose reasons have changed.
/// </summary>
/// <param name="segments">By which segments.</param>
/// <param name="count">How many these are.</param>
/// <param name="slots">How many slots for traces they have.</param>
internal sealed class Judgement(SegmentSet segments, int count, int slots) : Memory(segments)
{
    private ShopState? shop;
    private ImmutableArray<Trace> traces = [];
    private Interests interests = Interests.None;
    private LeadScore score = LeadScore.None;
    private Rhythm rhythm = Rhythm.None;
    private Person person = Person.Unknown;
    private Engagement email = Engagement.None;
    private ImmutableArray<Answer> answers = [];
    private DateTimeOffset? firstFact;
    private long at = long.MaxValue;

    /// <summary>Each segment as it was found.</summary>
    public Held[] Segments { get; } = new Held[count];

    /// <summary>Until when each stays as it is if nothing but time changes, to the last digit, in Unix milliseconds.</summary>
    public long[] Until { get; } = new long[count];

    /// <summary>For each slot the index of its first trace.</summary>
    public int[] FirstTraces { get; } = new int[slots];

    /// <summary>What of a profile is not as it was when it was judged. What was judged later says nothing of an earlier moment.</summary>
    public Inputs Changed(Profile profile, ShopState shopNow, long now, TraceSlots of, out bool tracesMoved)
    {
        tracesMoved = true;
        if (now < at || !ReferenceEquals(shop, shopNow)) return Inputs.All;
        tracesMoved = false;
        var changed = traces == profile.Traces ? default : of.Changed(traces, profile.Traces, out tracesMoved);
        var facts = Facts.None;
        if (!ReferenceEquals(interests, profile.Interests)) facts |= Facts.Interests;
        if (score != profile.Score) facts |= Facts.Score;
        if (!ReferenceEquals(rhythm, profile.Rhythm) && !IsSame(rhythm, profile.Rhythm)) facts |= Facts.Rhythm;
        if (!ReferenceEquals(person, profile.Person)) facts |= Facts.Person;
        if (!ReferenceEquals(email, profile.Email) && (email.Delivered != profile.Email.Delivered || email.Opened != profile.Email.Opened)) facts |= Facts.Email;
        if (answers != profile.Answers) facts |= Facts.Answers;
        if (firstFact != profile.FirstFact) facts |= Facts.FirstFact;
        return changed | Inputs.Of(facts);
    }

    /// <summary>Notes what the segments were judged by.</summary>
    public void JudgedBy(Profile profile, ShopState shopNow, long now)
    {
        (at, shop, traces, answers, firstFact) = (now, shopNow, profile.Traces, profile.Answers, profile.FirstFact);
        (interests, score, rhythm, person, email) = (profile.Interests, profile.Score, profile.Rhythm, profile.Person, profile.Email);
    }

    /// <summary>Whether the customer bought the same: looks at pages are no reason.</summary>
    private static bool IsSame(Rhythm one, Rhythm other) =>
        one.Orders == other.Orders && one.Spent == other.Spent && ReferenceEquals(one.Days, other.Days) && one.FirstOrder == other.FirstOrder && one.LastOrder == other.LastOrder;
}

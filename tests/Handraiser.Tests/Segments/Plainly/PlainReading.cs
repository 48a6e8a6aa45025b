using System.Globalization;
using Handraiser.Events;
using Handraiser.Lapse;
using Handraiser.Playbooks;
using Handraiser.Segments;
using static Handraiser.Tests.Segments.Plainly.PlainNumbers;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>
/// What the conditions of a playbook mean, read plainly: each is asked at one moment of the list of all that ever happened. Nothing is
/// counted as it comes, nothing is forgotten and nothing is worked out ahead, so this is slow and easy to believe; the engine, which does
/// all of that, has to come to the same answers. An answer is null where a number lies too near a bound for floating point to tell.
/// </summary>
/// <param name="playbook">Whose segments, points and weights count.</param>
/// <param name="events">All that is known of the customer by now.</param>
/// <param name="now">The moment that is asked for.</param>
internal sealed class PlainReading(Playbook playbook, PlainEvents events, DateTimeOffset now)
{
    private const double EarthRadiusInKilometres = 6371;
    /// <summary>So many mails, opened as often as the whole list opens them, are added to the customer's own: one of one is not all.</summary>
    private const int ImaginedMails = 5;

    private readonly Dictionary<string, bool?> known = [];

    /// <summary>Whether the customer is in a segment: what it asks for is met, and it is open to them.</summary>
    public bool? IsIn(string path)
    {
        if (known.TryGetValue(path, out var answer)) return answer;
        return known[path] = IsOpen(path) & IsMet(Find(path).If);
    }

    /// <summary>
    /// Whether a segment is open at all: the customer is in its parent, and, where it assumes that we know the customer, has been known for
    /// 182 days (law 5).
    /// </summary>
    public bool? IsOpen(string path)
    {
        var parent = Find(path).Parent is { } above ? IsIn(above) : true;
        return parent & (!Assumes(Find(path)) || KnownSince >= CompiledSegments.KnownEnough);
    }

    /// <summary>Whether the customer meets a condition.</summary>
    public bool? IsMet(Condition condition) => condition switch
    {
        AllOf all => all.Of.Aggregate((bool?)true, (met, part) => met & IsMet(part)),
        AnyOf any => any.Of.Aggregate((bool?)false, (met, part) => met | IsMet(part)),
        NotMet not => !IsMet(not.Of),
        InSegment other => IsIn(other.Path),
        EventCondition happened => Happened(happened),
        SilentFor silent => !events.OwnActs.Any(e => IsWithin(e, silent.For)),
        InterestShare share => Interested(share),
        OpenShare share => Opens(share),
        ScoreIs score => Nearly(Score(), score.AtLeast, score.Under),
        KnownFor known => Exactly(KnownSince, known.AtLeast, known.Under),
        BuysEvery every => Buys(every),
        Spent spent => Spends(spent),
        Answered answered => events.LastAnswer(answered.Question) is { } last && (answered.Is.IsEmpty || last.Any(answered.Is.Contains)),
        HasTrait trait => Has(trait),
        LivesNear near => Lives(near),
        WillNotBuy lapse => Lapsed(lapse.Rule),
        _ => throw new ArgumentException($"Nobody said what this means: {condition.GetType().Name}.", nameof(condition)),
    };

    private TimeSpan KnownSince => now - events.First;

    private Segment Find(string path) => playbook.Segments.Find(path) ?? throw new ArgumentException($"There is no segment {path}.", nameof(path));

    /// <summary>Law 5: what is built on interest, opens, score, rhythm or facts, or on a segment that is, assumes that we know the customer.</summary>
    private bool Assumes(Segment segment) => !segment.EvenIfNew && Assumes(segment.If);

    private bool Assumes(Condition condition) => condition switch
    {
        AllOf all => all.Of.Any(Assumes),
        AnyOf any => any.Of.Any(Assumes),
        NotMet not => Assumes(not.Of),
        InSegment other => Assumes(Find(other.Path)),
        InterestShare or OpenShare or ScoreIs or BuysEvery or Spent or HasTrait or LivesNear => true,
        _ => false,
    };

    /// <summary>What happened exactly so long ago is out.</summary>
    private bool IsWithin(CustomerEvent happened, TimeSpan? within) => within is null || now - happened.At < within;

    /// <summary>So often, and not more often; with <c>sameCategory</c> so often in any one category.</summary>
    private bool Happened(EventCondition condition)
    {
        var matches = events.Once.Where(e => EventFits.All(condition.Match, e) && IsWithin(e, condition.Within));
        return condition.SameCategory
            ? matches.SelectMany(PlainEvents.Categories).CountBy(c => c).Any(c => IsEnough(c.Value))
            : IsEnough(matches.Count());

        bool IsEnough(int times) => times >= condition.AtLeast && (condition.AtMost is not { } most || times <= most);
    }

    /// <summary>The points of all that happened, each faded since then.</summary>
    private double Score() => events.Once.Sum(e => Faded(playbook.Score.Points.GetValueOrDefault(e.Kind), e.At, now, playbook.Score.HalfLife));

    /// <summary>
    /// A category's part in all interest, with what lies below it. An event weighs once on each category that it names; a category that more
    /// speaks against than for has no part.
    /// </summary>
    private bool? Interested(InterestShare condition)
    {
        var byCategory = events.Once
            .SelectMany(e => PlainEvents.Categories(e).Select(c => (Category: c, Weight: Faded(playbook.Interest.Weights.GetValueOrDefault(e.Kind), e.At, now, playbook.Interest.HalfLife))))
            .GroupBy(w => w.Category)
            .Select(g => (Category: g.Key, Weight: g.Sum(w => w.Weight)))
            .Where(w => w.Weight > 0)
            .ToList();
        var all = byCategory.Sum(w => w.Weight);
        var here = byCategory.Where(w => EventFits.IsBelow(w.Category, condition.Category)).Sum(w => w.Weight);
        return all > 0 ? AtLeast(all, condition.From) & Nearly(here / all, condition.AtLeast, condition.Under) : false;
    }

    /// <summary>Of the mails that arrived, those that were opened or clicked; drawn towards the average of the list.</summary>
    private bool? Opens(OpenShare condition)
    {
        var (delivered, opened) = (events.Of(EventKinds.EmailDelivered).Count(), events.MailsOpened);
        var share = (opened + ImaginedMails * ShopState.Default.AverageOpenShare) / (Math.Max(delivered, opened) + ImaginedMails);
        return delivered >= condition.Of ? Nearly(share, condition.AtLeast, condition.Under) : false;
    }

    /// <summary>From the first order to the last, by the steps between them.</summary>
    private bool Buys(BuysEvery condition)
    {
        var orders = events.Orders;
        if (orders.Count < condition.Orders) return false;
        var every = (orders.Max(o => o.At) - orders.Min(o => o.At)) / (orders.Count - 1);
        return Exactly(every, condition.AtLeast, condition.Under);
    }

    private bool Spends(Spent condition)
    {
        var (count, spent) = (events.Orders.Count, events.Orders.Sum(o => o.Value - o.Refunded));
        if (!condition.PerOrder) return Exactly(spent, condition.AtLeast, condition.Under);
        return count > 0 && Exactly(spent / count, condition.AtLeast, condition.Under);
    }

    private bool Has(HasTrait condition)
    {
        if (events.Fact(condition.Name) is not { } value) return false;
        if (!condition.Is.IsEmpty && !condition.Is.Contains(value, StringComparer.OrdinalIgnoreCase)) return false;
        return (condition.AtLeast ?? condition.Under) is null || (Number(value) is { } number && Exactly(number, condition.AtLeast, condition.Under));
    }

    /// <summary>By the angle between the two places, seen from the middle of the earth.</summary>
    private bool? Lives(LivesNear condition)
    {
        if (Number(events.Fact(Traits.Latitude)) is not { } latitude || Number(events.Fact(Traits.Longitude)) is not { } longitude) return false;
        var (here, there) = (double.DegreesToRadians(latitude), double.DegreesToRadians(condition.Latitude));
        var apart = double.DegreesToRadians(longitude - condition.Longitude);
        var angle = Math.Acos(Math.Min(1, Math.Sin(here) * Math.Sin(there) + Math.Cos(here) * Math.Cos(there) * Math.Cos(apart)));
        return !AtLeast(angle * EarthRadiusInKilometres, condition.Kilometres);
    }

    /// <summary>
    /// Silent for long enough, the chance of no purchase high enough, and its odds twice what they were on the day of the last order. Who never
    /// bought is asked for a silence instead, as long as the longer of the two times.
    /// </summary>
    private bool? Lapsed(LapseRule rule)
    {
        var days = events.DaysOfPurchase(playbook.Store.TimeZone);
        if (days.Last is not { } last)
        {
            return events.OwnActs.Count > 0 && now - events.OwnActs.Max(e => e.At) >= (rule.Within > rule.SilentFor ? rule.Within : rule.SilentFor);
        }
        if (now - last < rule.SilentFor) return false;
        var (then, today) = (Chance(last), Chance(now));
        return AtLeast(today, rule.Chance) & AtLeast(Odds(today), LapseModel.MaterialOdds * Odds(then));

        double Chance(DateTimeOffset at) => ShopState.Default.Lapse.ChanceOfNoPurchase(days, at, rule.Within)!.Value;
    }

    private static double? Number(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);
}

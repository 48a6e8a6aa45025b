using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;

namespace Handraiser.Profiles;

/// <summary>
/// A refund that does not say of what is one of what was ordered: it speaks against the categories of its order, whichever of the two is told
/// first.
/// </summary>
internal static class RefundFolding
{
    private const int CategoriesKept = 4;
    // Twenty orders of so much leave the largest profile below its bound.
    private const int TextKept = 72;
    private const int RefundsKept = 4;

    /// <summary>Notes what an order was of, or that a refund named nothing, and weighs what is now known of both.</summary>
    public static Profile Fold(Profile profile, CustomerEvent happened, RecentEvent one, bool toldAgain, InterestRules rules)
    {
        if (happened.Data.OrderId is not { } id || OrderFolding.Find(profile.Rhythm.Last, OrderFolding.Id(id)) is not (>= 0 and var place)) return profile;
        var order = profile.Rhythm.Last[place];
        var named = happened.Kind == EventKinds.OrderPlaced && !toldAgain ? Categories(one) : [];
        var next = happened.Kind switch
        {
            EventKinds.OrderPlaced when !named.IsEmpty => order with { Categories = named },
            EventKinds.OrderRefunded when IsBare(one) => order with { BareRefunds = Together(order.BareRefunds, [one.At]) },
            _ => order,
        };
        return next == order ? profile : Weigh(profile, place, next, rules);
    }

    /// <summary>Weighs what only two rows together know.</summary>
    public static Profile Merged(Profile profile, InterestRules rules)
    {
        for (var i = 0; i < profile.Rhythm.Last.Length; i++) profile = Weigh(profile, i, profile.Rhythm.Last[i], rules);
        return profile;
    }

    public static ImmutableArray<DateTimeOffset> Together(ImmutableArray<DateTimeOffset> a, ImmutableArray<DateTimeOffset> b) =>
        a.IsEmpty ? b : b.IsEmpty ? a : [.. a.Concat(b).Order().Take(RefundsKept)];

    private static Profile Weigh(Profile profile, int place, OrderSeen order, InterestRules rules)
    {
        var interests = profile.Interests;
        if (!order.Categories.IsEmpty && !order.BareRefunds.IsEmpty)
        {
            rules.Weights.TryGetValue(EventKinds.OrderRefunded, out var weight);
            foreach (var at in order.BareRefunds)
            {
                var of = new RecentEvent { Kind = EventKinds.OrderRefunded, At = at, Lines = [.. order.Categories.Select(c => new RecentLine(null, c, null))] };
                interests = InterestFolding.Add(interests, of, weight, rules);
            }
            order = order with { BareRefunds = [] };
        }
        // A second refund leaves the order as the first one did, and still weighs.
        if (order == profile.Rhythm.Last[place] && ReferenceEquals(interests, profile.Interests)) return profile;
        return profile with { Interests = interests, Rhythm = profile.Rhythm with { Last = profile.Rhythm.Last.SetItem(place, order) } };
    }

    private static bool IsBare(RecentEvent one) => string.IsNullOrEmpty(one.Category) && one.Lines.All(l => string.IsNullOrEmpty(l.Category));

    private static ImmutableArray<string> Categories(RecentEvent one)
    {
        var (found, free) = (new List<string>(CategoriesKept), TextKept);
        foreach (var category in one.Lines.Select(l => l.Category).Prepend(one.Category))
        {
            if (string.IsNullOrEmpty(category) || found.Contains(category) || (free -= category.Length) < 0) continue;
            found.Add(category);
            if (found.Count == CategoriesKept) break;
        }
        return [.. found];
    }
}

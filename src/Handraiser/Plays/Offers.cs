using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>Who gets an offer, and what it costs (law 8).</summary>
public static class Offers
{
    /// <summary>From so many orders in <see cref="OftenWithin"/> on a customer buys often, where the playbook names no segment.</summary>
    public const int Often = 4;
    /// <summary>Over which time <see cref="Often"/> is counted.</summary>
    public static readonly TimeSpan OftenWithin = TimeSpan.FromDays(365);

    /// <summary>The offer, or null where law 8 keeps it from this customer.</summary>
    public static Offer? Allowed(Profile profile, Offer offer, Playbook playbook, DateTimeOffset now) =>
        IsExcluded(profile, offer, playbook, now) ? null : offer;

    /// <summary>
    /// Whether law 8 keeps the offer from this customer: who is in the segment that the offer or the playbook names; where neither names
    /// one, who buys often.
    /// </summary>
    public static bool IsExcluded(Profile profile, Offer offer, Playbook playbook, DateTimeOffset now)
    {
        if ((offer.NotTo ?? playbook.Limits.NoOffersTo) is { } segment) return profile.IsIn(segment);
        var orders = 0;
        foreach (var order in profile.Rhythm.Last)
        {
            if (order.Counts && now - order.PlacedAt < OftenWithin) orders++;
        }
        return orders >= Often;
    }

    /// <summary>
    /// What an action is expected to cost, in the shop's currency, for the budget: its delivery, and its offer if it is used. A percentage
    /// is taken of the cart that it is about, else of the customer's mean order, else it counts for nothing.
    /// </summary>
    public static decimal Cost(Profile profile, PlannedAction action, Play play)
    {
        var offer = action.Offer switch
        {
            { Amount: { } amount } => amount,
            { Percent: { } percent } => percent / 100 * Basis(profile, action.Occasion),
            _ => 0,
        };
        return (play.Cost ?? 0) + offer;
    }

    /// <summary>What the customer may be expected to spend with it: the worth of the cart, else of a mean order.</summary>
    internal static decimal Basis(Profile profile, string occasion)
    {
        if (Occasions.CartOf(occasion) is { } cart && profile.Carts.FirstOrDefault(c => c.Id == cart || c.Also.Contains(cart)) is { Value: { } worth }) return worth;
        var counted = profile.Rhythm.Last.Where(o => o.Counts).ToList();
        return counted.Count == 0 ? 0 : counted.Average(o => o.Worth);
    }
}

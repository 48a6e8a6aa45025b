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

    /// <summary>Every offer that a code in a customer's hands may be of: those of the playbook and of its versions in use, and the percentages of campaigns, to a tenth.</summary>
    public static IEnumerable<Offer> Of(Playbook playbook) =>
        playbook.Earlier.Prepend(playbook).SelectMany(p => p.Plays).SelectMany(p => p.Steps).Select(s => (s.Do as SendAction)?.Offer).OfType<Offer>()
            .Concat(Enumerable.Range(1, 1000).Select(tenths => new Offer { Percent = tenths / 10m }));

    /// <summary>What an action may cost, in the shop's currency, for the budget: its delivery, and <see cref="Worth"/> of its offer.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="action">What is to happen.</param>
    /// <param name="play">The play that it belongs to.</param>
    /// <param name="used">The share of offers that is expected to be used, from 0 to 1; at 1 nothing is expected, and the whole worth is taken.</param>
    public static decimal Cost(Profile profile, PlannedAction action, Play play, decimal used = 1) => (play.Cost ?? 0) + Worth(profile, action, used);

    /// <summary>
    /// What an offer takes from the budget. An amount is worth itself. A percentage is worth the most that it can take off, where the offer says
    /// that; else, and where only a share of offers is expected to be used, it is taken of the cart that it is about, or of the customer's mean
    /// order, and of nothing where neither is known.
    /// </summary>
    public static decimal Worth(Profile profile, PlannedAction action, decimal used) => action.Offer switch
    {
        { Amount: { } amount } => used * amount,
        { AtMost: { } most } when used >= 1 => most,
        { Percent: { } percent } offer => used * decimal.Min(percent / 100 * Basis(profile, action.Occasion), offer.AtMost ?? decimal.MaxValue),
        _ => 0,
    };

    /// <summary>What the customer may be expected to spend with it: the worth of the cart, else of a mean order.</summary>
    internal static decimal Basis(Profile profile, string occasion)
    {
        if (Occasions.CartOf(occasion) is { } cart && profile.Carts.FirstOrDefault(c => c.Id == cart || c.Also.Contains(cart)) is { Value: { } worth }) return worth;
        var counted = profile.Rhythm.Last.Where(o => o.Counts).ToList();
        return counted.Count == 0 ? 0 : counted.Average(o => o.Worth);
    }
}

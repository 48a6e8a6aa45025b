using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Budgets;

/// <summary>An offer in a customer's hands that will have ended before the month does whose money it holds.</summary>
/// <param name="ActionId">The action that carried it.</param>
/// <param name="Held">The offer's part of what was reserved.</param>
/// <param name="From">When it went out, UTC.</param>
/// <param name="Until">The end of the last day on which its code is good, UTC.</param>
public sealed record OfferOut(
    [property: JsonPropertyName("id")] string ActionId, [property: JsonPropertyName("sp")] Spending Held, [property: JsonPropertyName("t")] DateTimeOffset From, [property: JsonPropertyName("u")] DateTimeOffset Until);

/// <summary>
/// Gives the month's money back that offers held which ended unused, so that a budget can be a bound and still be spent. Used is what was
/// followed by any order while it was good: whether the code was entered is not known. Pure.
/// </summary>
public static class OffersOut
{
    /// <summary>How long after its end an offer waits for orders that are told late: as long as senders try again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <summary>How many a profile remembers; the money of older ones stays spent.</summary>
    public const int Kept = 12;

    /// <summary>The profile with the offer of an action that went out, if its money can come back within its month. Of codes from a pool nobody here knows when they end.</summary>
    public static Profile Given(Profile profile, PlannedAction action, DateTimeOffset at)
    {
        if (action is not { Offer: { Expires: { } lasts, Pool: null }, Spending: { Accounts.IsEmpty: false, Offer: > 0 } spending }) return profile;
        var until = new DateTimeOffset((at + lasts).UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        if ((until + Patience).ToString("yyyyMM", CultureInfo.InvariantCulture) != spending.Period) return profile;
        var given = profile.OffersOut.Add(new OfferOut(action.Id, spending with { Amount = spending.Offer }, at, until));
        return profile with { OffersOut = given.Length <= Kept ? given : given.RemoveAt(0) };
    }

    /// <summary>The profile without the offers that have ended; <paramref name="unused"/> is what those held that no order followed.</summary>
    public static Profile Settle(Profile profile, DateTimeOffset now, out ImmutableArray<Spending> unused)
    {
        unused = [];
        // Nearly nobody has one.
        return NextDue(profile) <= now ? Settled(profile, now, out unused) : profile;
    }

    /// <summary>When the customer has to be woken for it; null when no offer is out.</summary>
    public static DateTimeOffset? NextDue(Profile profile)
    {
        DateTimeOffset? next = null;
        foreach (var offer in profile.OffersOut)
        {
            if (next is null || offer.Until + Patience < next) next = offer.Until + Patience;
        }
        return next;
    }

    /// <summary>Those of two rows that become one.</summary>
    public static ImmutableArray<OfferOut> Together(ImmutableArray<OfferOut> a, ImmutableArray<OfferOut> b) =>
        [.. a.Concat(b).DistinctBy(o => o.ActionId).OrderBy(o => o.From).ThenBy(o => o.ActionId, StringComparer.Ordinal).TakeLast(Kept)];

    private static Profile Settled(Profile profile, DateTimeOffset now, out ImmutableArray<Spending> unused)
    {
        unused = [.. profile.OffersOut.Where(o => IsOver(o, now) && !IsUsed(profile, o)).Select(o => o.Held)];
        return profile with { OffersOut = profile.OffersOut.RemoveAll(o => IsOver(o, now)) };
    }

    private static bool IsOver(OfferOut offer, DateTimeOffset now) => offer.Until + Patience <= now;

    private static bool IsUsed(Profile profile, OfferOut offer) => profile.Rhythm.Last.Any(o => o.Counts && o.PlacedAt >= offer.From && o.PlacedAt < offer.Until);
}

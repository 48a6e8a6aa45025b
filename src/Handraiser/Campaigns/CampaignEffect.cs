using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Campaigns;

/// <summary>What a customer did after a campaign; the orders of those who were held out are counted alike, so that the arms compare (law 13). Pure.</summary>
/// <param name="Opened">Whether they, not a machine, opened a mail of it or clicked in it, as far as the profile remembers its messages.</param>
/// <param name="Clicked">Whether they, not a machine, clicked in a mail of it.</param>
/// <param name="Orders">How many orders they placed within <see cref="Within"/> from when it was sent, or would have been.</param>
/// <param name="Worth">What these were worth, in the shop's currency.</param>
public readonly record struct CampaignEffect(bool Opened, bool Clicked, int Orders, decimal Worth)
{
    /// <summary>Until when an order counts.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(7);

    /// <summary>What this customer did.</summary>
    public static CampaignEffect Of(Profile profile, string campaignId)
    {
        var (opened, clicked) = (false, false);
        foreach (var message in CampaignResult.MessagesOf(profile, campaignId))
        {
            clicked |= message.Clicks > 0;
            opened |= message.Opens > 0 || message.Clicks > 0;
        }
        if (CampaignResult.Of(profile, campaignId) is not { Outcome: CampaignResult.Sent or Gates.HeldOut, At: { } since }) return new(opened, clicked, 0, 0);
        var (orders, worth) = (0, 0m);
        foreach (var order in profile.Rhythm.Last)
        {
            if (!order.Counts || order.PlacedAt is not { } placed || placed < since || placed > since + Within) continue;
            orders++;
            worth += order.Worth;
        }
        return new(opened, clicked, orders, worth);
    }
}

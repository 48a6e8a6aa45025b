using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Campaigns;

/// <summary>How fast campaigns go where nobody says otherwise.</summary>
/// <param name="PerMinute">Members chosen a minute.</param>
public sealed record CampaignPace(int PerMinute = 600)
{
    /// <summary>Reads the setting <c>Campaigns:PerMinute</c>, which the check at start has found to be a number.</summary>
    public static CampaignPace From(IConfiguration settings) =>
        int.TryParse(settings["Campaigns:PerMinute"], NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told > 0 ? new CampaignPace(told) : new CampaignPace();
}

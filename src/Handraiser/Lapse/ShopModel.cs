using System.Globalization;
using System.Text.Json.Serialization;
using Handraiser.Profiles;

namespace Handraiser.Lapse;

/// <summary>
/// What was learned of this shop's customers as a whole, with its date and quality: the lapse model and the list's averages. Made by
/// <see cref="ModelFitting"/>, stored, and read by every instance into its <see cref="ShopState"/>.
/// </summary>
public sealed record ShopModel
{
    /// <summary>Nothing was fitted yet: the shipped figures are in use.</summary>
    public static ShopModel Shipped { get; } = new();

    /// <summary>When it was last tried to fit, UTC; null for never.</summary>
    [JsonPropertyName("triedAt")] public DateTimeOffset? TriedAt { get; init; }
    /// <summary>How many customers were looked at for it.</summary>
    [JsonPropertyName("customers")] public int Customers { get; init; }
    /// <summary>How many of them had ever bought.</summary>
    [JsonPropertyName("buyers")] public int Buyers { get; init; }
    /// <summary>How many mails had reached them.</summary>
    [JsonPropertyName("delivered")] public long Delivered { get; init; }
    /// <summary>How the last fit did on the past, in use or not; null where the past was too short to tell.</summary>
    [JsonPropertyName("quality")] public LapseQuality? Quality { get; init; }
    /// <summary>The shop's own lapse model; null while the shipped one is in use.</summary>
    [JsonPropertyName("lapse")] public LapseModel? Lapse { get; init; }
    /// <summary>Why the last fit is in use or not, for people.</summary>
    [JsonPropertyName("lapseWhy")] public string LapseWhy { get => field ?? "Nothing was fitted yet."; init; }
    /// <summary>The share of delivered mails that people open over the whole list; null while the shipped one is in use.</summary>
    [JsonPropertyName("openShare")] public double? OpenShare { get; init; }
    /// <summary>Why the list's share is in use or not, for people.</summary>
    [JsonPropertyName("openShareWhy")] public string OpenShareWhy { get => field ?? "Nothing was measured yet."; init; }

    /// <summary>A mark of what is in use: the same figures, the same mark; 0 for the shipped ones.</summary>
    [JsonIgnore]
    public ulong Mark => Lapse is null && OpenShare is null ? 0 : StableHash.Of(Lapse?.ToJson() ?? "", OpenShare?.ToString("R", CultureInfo.InvariantCulture) ?? "");

    /// <summary>The state of the shop with these figures in use.</summary>
    public ShopState In(ShopState shop) => shop with
    {
        Lapse = Lapse ?? LapseModel.Default,
        AverageOpenShare = OpenShare ?? ShopState.Default.AverageOpenShare,
        ModelMark = Mark,
    };
}

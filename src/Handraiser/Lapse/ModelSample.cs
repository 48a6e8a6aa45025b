using Handraiser.Profiles;

namespace Handraiser.Lapse;

/// <summary>
/// What a model is fitted on, gathered customer by customer: their purchases, and how the list takes its mail. Customers are chosen without
/// regard to what they did, such as by their id.
/// </summary>
public sealed class ModelSample
{
    private readonly List<PurchaseDays> purchases = [];

    /// <summary>How many customers were looked at.</summary>
    public int Customers { get; private set; }
    /// <summary>What the buyers among them bought.</summary>
    public IReadOnlyList<PurchaseDays> Purchases => purchases;
    /// <summary>Mails that reached them.</summary>
    public long Delivered { get; private set; }
    /// <summary>Mails that a person opened, of those.</summary>
    public long Opened { get; private set; }

    /// <summary>Adds one customer.</summary>
    public void Add(Profile profile)
    {
        Customers++;
        if (profile.Rhythm.Days.Count > 0) purchases.Add(profile.Rhythm.Days);
        // What was opened was delivered, told or not, as in each customer's own share.
        Delivered += Math.Max(profile.Email.Delivered, profile.Email.Opened);
        Opened += profile.Email.Opened;
    }
}

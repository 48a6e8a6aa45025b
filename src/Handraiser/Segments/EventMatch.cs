using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>Which events a condition looks for.</summary>
/// <param name="Kinds">Any of these kinds.</param>
/// <param name="Where">What their data must be; null for anything.</param>
public sealed record EventMatch(ImmutableArray<string> Kinds, EventFilter? Where = null)
{
    /// <summary>What a customer does of their own will, in any channel: what breaks a silence.</summary>
    public static EventMatch OwnActs { get; } = new(
    [
        EventKinds.EmailOpened, EventKinds.EmailClicked, EventKinds.EmailReplied, EventKinds.SmsReplied, EventKinds.CartUpdated,
        EventKinds.CheckoutStarted, EventKinds.OrderPlaced, EventKinds.PageViewed, EventKinds.ProductViewed, EventKinds.CategoryViewed,
        EventKinds.ProductsSearched, EventKinds.ProductWished, EventKinds.ProductReviewed, EventKinds.StoreVisited, EventKinds.AnswerGiven,
    ]);

    /// <summary>The one text of this match: the same text is the same match, so that conditions share what is kept for it.</summary>
    public string Text => field ??= Write();

    /// <summary>Whether a machine may be found out to have done it, so that it is taken back later (law 13).</summary>
    public bool MayBeTakenBack => Kinds.Any(k => k is EventKinds.EmailOpened or EventKinds.EmailClicked);

    /// <summary>Whether an event as a profile remembers it is of this match, its kind taken as given.</summary>
    public bool FitsData(RecentEvent happened) => Where is null || Where.Matches(happened);

    private string Write()
    {
        var text = new StringBuilder().AppendJoin(',', Kinds.Order(StringComparer.Ordinal));
        if (Where is not { } where) return text.ToString();
        Part("category", where.Category);
        Part("product", where.Product);
        Part("brand", where.Brand);
        Part("campaign", where.Campaign);
        Part("store", where.Store);
        Part("place", where.InStore is { } inStore ? inStore ? "store" : "online" : null);
        Part("from", where.ValueAtLeast?.ToString(CultureInfo.InvariantCulture));
        Part("under", where.ValueUnder?.ToString(CultureInfo.InvariantCulture));
        return text.ToString();

        void Part(string name, string? value)
        {
            if (value is not null) text.Append('|').Append(name).Append('=').Append(value);
        }
    }
}

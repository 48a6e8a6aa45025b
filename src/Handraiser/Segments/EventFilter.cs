using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>What an event's data must be for a condition or a trigger to match; every field that is set must match.</summary>
public sealed record EventFilter
{
    /// <summary>A category path: the event's category must be it or below it.</summary>
    public string? Category { get; init; }
    /// <summary>A product id.</summary>
    public string? Product { get; init; }
    /// <summary>A brand.</summary>
    public string? Brand { get; init; }
    /// <summary>A campaign.</summary>
    public string? Campaign { get; init; }
    /// <summary>A shop or till.</summary>
    public string? Store { get; init; }
    /// <summary>In a shop (true) or online (false).</summary>
    public bool? InStore { get; init; }
    /// <summary>The least worth of the cart or order.</summary>
    public decimal? ValueAtLeast { get; init; }
    /// <summary>The worth must be below this.</summary>
    public decimal? ValueUnder { get; init; }

    /// <summary>Whether an event matches.</summary>
    public bool Matches(CustomerEvent happened)
    {
        var data = happened.Data;
        if ((Category ?? Product ?? Brand) is not null
            && !MatchesProduct(data.Product?.ProductId, data.Product?.Category ?? data.Category, data.Product?.Brand)
            && !data.Lines.Any(l => MatchesProduct(l.ProductId, l.Category, l.Brand))) return false;
        if (Campaign is { } campaign && data.Campaign != campaign) return false;
        if (Store is { } store && data.Store != store) return false;
        if (InStore is { } inStore && data.Store is not null != inStore) return false;
        return IsWorth(data.Value);
    }

    /// <summary>The same for events as a profile remembers them: of longer texts only the beginning is known.</summary>
    internal EventFilter AsRemembered => this with
    {
        Category = Text.Cut(Category, Remembering.CategoryKept),
        Product = Text.Cut(Product, Remembering.ProductKept),
        Brand = Text.Cut(Brand, Remembering.BrandKept),
        Campaign = Text.Cut(Campaign, Remembering.CampaignKept),
        Store = Text.Cut(Store, Remembering.StoreKept),
    };

    /// <summary>Whether an event as a profile remembers it matches; asked of a filter that is <see cref="AsRemembered"/>.</summary>
    public bool Matches(RecentEvent happened)
    {
        if (Campaign is { } campaign && happened.Campaign != campaign) return false;
        if (Store is { } store && happened.Store != store) return false;
        if (InStore is { } inStore && happened.Store is not null != inStore) return false;
        return (Category is null && Product is null && Brand is null || MatchesAnyProduct(happened)) && IsWorth(happened.Value);
    }

    private bool MatchesAnyProduct(RecentEvent happened)
    {
        if (MatchesProduct(happened.Product, happened.Category, happened.Brand)) return true;
        foreach (var line in happened.Lines)
        {
            if (MatchesProduct(line.Product, line.Category, line.Brand)) return true;
        }
        return false;
    }

    private bool MatchesProduct(string? product, string? category, string? brand) =>
        (Product is null || Product == product) && (Brand is null || Brand == brand) && (Category is null || IsWithin(category, Category));

    private bool IsWorth(decimal? value) => (ValueAtLeast is not { } least || value >= least) && (ValueUnder is not { } bound || value < bound);

    /// <summary>Whether a category path is another one or lies below it.</summary>
    public static bool IsWithin(string? category, string ancestor) =>
        category is not null && category.StartsWith(ancestor, StringComparison.Ordinal) && (category.Length == ancestor.Length || category[ancestor.Length] == '/');
}

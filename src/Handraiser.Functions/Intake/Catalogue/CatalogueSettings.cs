using System.Collections.Immutable;
using Handraiser.Functions.Intake.Site;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>What the shop's own addresses mean.</summary>
public sealed record CatalogueSettings
{
    /// <summary>Categories of pages that show no single product, longest path first: <c>Catalogue:Paths:0</c> and on, such as <c>/collections/road-bikes=bikes/road</c>.</summary>
    public ImmutableArray<(string Path, string Category)> Paths { get => field.IsDefault ? [] : field; init; }

    /// <summary>Hosts of the shop's pages, without <c>www.</c>; empty where none are told, which then may be any (<c>Site:Origins</c>).</summary>
    public ImmutableHashSet<string> ShopHosts { get; init; } = [];

    /// <summary>Where this application's own pages are, for leaving and for answering; null where that is not told (<c>Public:Url</c>).</summary>
    public Uri? OwnPages { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says what to do.</exception>
    public static CatalogueSettings From(IConfiguration settings) => new()
    {
        Paths = [.. settings.GetSection("Catalogue:Paths").GetChildren().Where(c => c.Value is { Length: > 0 })
            .Select(c => PathAndCategory(c.Value!) ?? throw new InvalidOperationException($"The setting {c.Path.Replace(":", "__", StringComparison.Ordinal)} is not a path and its category, such as /collections/road-bikes=bikes/road."))
            .OrderByDescending(p => p.Path.Length)],
        ShopHosts = [.. SiteSettings.From(settings).Origins.Select(o => ProductLinks.Host(new Uri(o)))],
        OwnPages = ProductLinks.Of(settings["Public:Url"]),
    };

    /// <summary>The two parts of a line such as <c>/collections/road-bikes=bikes/road</c>; null when it is none.</summary>
    public static (string Path, string Category)? PathAndCategory(string told)
    {
        var sign = told.LastIndexOf('=');
        if (sign < 0 || told[0] != '/' || Categories.Path(told[(sign + 1)..]) is not { } category) return null;
        // As links spell it: what is not ASCII comes with percent signs.
        return Uri.TryCreate(new Uri("http://shop"), told[..sign].Trim(), out var page) && Trimmed(page) is { Length: > 1 } path ? (path, category) : null;
    }

    /// <summary>The category of a page, by the longest path that it lies below; null where none does.</summary>
    public string? CategoryOf(string? url)
    {
        if (Paths.IsEmpty || ProductLinks.Of(url) is not { } link) return null;
        var page = Trimmed(link);
        foreach (var (path, category) in Paths)
        {
            if (page.StartsWith(path, StringComparison.Ordinal) && (page.Length == path.Length || page[path.Length] == '/')) return category;
        }
        return null;
    }

    /// <summary>Whether a link may lead to the shop's products: it is none of our own pages, nor a stranger's as far as the shop's hosts are told.</summary>
    public bool IsShops(string url)
    {
        if (ProductLinks.Of(url) is not { } link) return false;
        if (OwnPages is { } own && own.Authority == link.Authority && link.AbsolutePath.StartsWith(own.AbsolutePath, StringComparison.OrdinalIgnoreCase) && own.AbsolutePath.Length > 1) return false;
        return ShopHosts.IsEmpty || ShopHosts.Contains(ProductLinks.Host(link));
    }

    private static string Trimmed(Uri link) => link.AbsolutePath.TrimEnd('/').ToLowerInvariant();
}

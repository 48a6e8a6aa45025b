namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>
/// What in a link names the product. It is the path: a shop answers under several host names (a store system knows the shop by another one
/// than its customers), and every mail adds parameters of its own. Shopify shows one product under each of its collections; what counts is
/// from <c>/products/</c> on. Only where the path names none (the front page, <c>index.php</c>) does one parameter, with the host.
/// </summary>
public static class ProductLinks
{
    private const string ShopifyProducts = "/products/";
    private const int Longest = 512;
    private static readonly string[] Scripts = [".php", ".asp", ".aspx", ".cfm", ".jsp", ".do"];

    // The most telling first: where several stand in a link, the first one here names the product.
    private static readonly string[] Naming = ["product_id", "products_id", "id_product", "productid", "product", "pid", "item_id", "item", "sku", "p", "id"];

    /// <summary>The name of the product in a link; null when the link is none, leads to the shop's front page, or is longer than links are.</summary>
    public static string? Key(string? url)
    {
        if (Of(url) is not { } link) return null;
        var path = PathOf(link);
        if (path.Length > 0 && !Array.Exists(Scripts, path.EndsWith)) return Short(path);
        if (Parameter(link.Query) is { } named) return Short($"{Host(link)}/{path}?{named}");
        return path.Length > 0 ? Short(path) : null;
    }

    /// <summary>The link as a person would write it down: host without <c>www</c>, and what <see cref="Key"/> keeps. Null where that is null.</summary>
    public static string? Plain(string? url) => Key(url) is not { } key ? null : key.Contains('?', StringComparison.Ordinal) ? key : $"{Host(Of(url)!)}/{key}";

    /// <summary>The web address; null when the text is none.</summary>
    internal static Uri? Of(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" ? link : null;

    /// <summary>The host in lower case, without <c>www.</c>.</summary>
    internal static string Host(Uri link)
    {
        var host = link.IdnHost.ToLowerInvariant();
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    private static string PathOf(Uri link)
    {
        var path = link.AbsolutePath.ToLowerInvariant();
        var product = path.LastIndexOf(ShopifyProducts, StringComparison.Ordinal);
        if (product > 0) path = path[product..];
        return path.Trim('/');
    }

    private static string? Parameter(string query)
    {
        var told = query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).Where(p => p is [_, { Length: > 0 }])
            .GroupBy(p => p[0].ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First()[1], StringComparer.Ordinal);
        return Array.Find(Naming, told.ContainsKey) is { } name ? $"{name}={told[name]}" : null;
    }

    private static string? Short(string key) => key.Length <= Longest ? key : null;
}

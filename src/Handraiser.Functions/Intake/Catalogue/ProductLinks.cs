namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>
/// What in a link names the product: the path, since a shop answers under several host names and every link carries other parameters.
/// Shopify shows one product under each of its collections; what counts is from <c>/products/</c> on.
/// </summary>
public static class ProductLinks
{
    private const string ShopifyProducts = "/products/";

    /// <summary>The name of the product in a link; null when the link is none, or leads to the shop's front page.</summary>
    public static string? Key(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var link) || link.Scheme is not ("http" or "https")) return null;
        var path = link.AbsolutePath.ToLowerInvariant();
        var product = path.LastIndexOf(ShopifyProducts, StringComparison.Ordinal);
        if (product > 0) path = path[product..];
        path = path.Trim('/');
        return path.Length > 0 ? path : null;
    }
}

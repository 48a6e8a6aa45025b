namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>The shop's products.</summary>
public interface ICatalogue
{
    /// <summary>
    /// Adds products or changes them. What a product leaves out keeps its old value; what is older than what is known (<see cref="Product.At"/>)
    /// changes nothing.
    /// </summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation);

    /// <summary>Adds products that are not known at all, as events tell of them; a known one stays as it is, and whatever the shop itself tells counts more.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task LearnAsync(IReadOnlyList<Product> products, CancellationToken cancellation);

    /// <summary>The product that a product id, a variant id or a link names; null when it is not known. Answers, that too, are cached for five minutes.</summary>
    ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation);
}

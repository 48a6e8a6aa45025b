namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>The shop's products.</summary>
public interface ICatalogue
{
    /// <summary>Adds or replaces products. What a product leaves out keeps its old value.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation);

    /// <summary>The product that a product id, a variant id or a link names; null when it is not known. Answers are cached for minutes.</summary>
    ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation);
}

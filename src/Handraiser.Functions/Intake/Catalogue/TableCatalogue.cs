using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>
/// The catalogue in the table <c>products</c>: a row a product, and a signpost row for each of its variants and its link. Keys are hashes,
/// since shops' ids and links hold characters that keys may not. What is found is cached for five minutes, what is not for one.
/// </summary>
public sealed class TableCatalogue(TableServiceClient tables, TimeProvider clock) : ICatalogue
{
    private const int WritesAtOnce = 8;
    private const int MostCached = 50_000;
    private static readonly TimeSpan Found = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Missing = TimeSpan.FromMinutes(1);

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Products);
    private readonly ConcurrentDictionary<string, (Product? Product, DateTimeOffset Until)> cache = new();

    /// <inheritdoc/>
    public async Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation)
    {
        var rows = products.SelectMany(ProductRow.AllOf);
        await Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation },
            async (row, stop) => await table.UpsertEntityAsync(row, TableUpdateMode.Merge, stop));
        foreach (var row in products.SelectMany(ProductRow.AllOf)) cache.TryRemove(row.RowKey, out _);
    }

    /// <inheritdoc/>
    public async ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation)
    {
        if (productId is not null && await FindAsync(ProductRow.Key("p", productId), cancellation) is { } byId) return byId;
        if (variantId is not null && await FindAsync(ProductRow.Key("v", variantId), cancellation) is { } byVariant) return byVariant;
        return ProductLinks.Key(url) is { } link ? await FindAsync(ProductRow.Key("u", link), cancellation) : null;
    }

    private async ValueTask<Product?> FindAsync(string key, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (cache.TryGetValue(key, out var cached) && cached.Until > now) return cached.Product;
        var product = await ReadAsync(key, cancellation);
        if (cache.Count >= MostCached) cache.Clear();
        cache[key] = (product, now + (product is null ? Missing : Found));
        return product;
    }

    private async Task<Product?> ReadAsync(string key, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(ProductRow.Partition(key), key, cancellationToken: cancellation);
        if (!row.HasValue) return null;
        return row.Value!.GetString(ProductRow.Signpost) is { } productId
            ? await FindAsync(ProductRow.Key("p", productId), cancellation)
            : ProductRow.Read(row.Value);
    }
}

/// <summary>Products as rows.</summary>
internal static class ProductRow
{
    public const string Signpost = "Product";

    public static IEnumerable<TableEntity> AllOf(Product product)
    {
        yield return Row(product);
        foreach (var variant in product.Variants) yield return Sign(Key("v", variant), product.Id);
        if (ProductLinks.Key(product.Url) is { } link) yield return Sign(Key("u", link), product.Id);
    }

    public static string Key(string kind, string name) => $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0, 16)}";

    public static string Partition(string key) => key[2..4];

    public static Product Read(TableEntity row) => new()
    {
        Id = row.GetString("Id"),
        Title = row.GetString("Title"),
        Category = row.GetString("Category"),
        Brand = row.GetString("Brand"),
        Image = row.GetString("Image"),
        Url = row.GetString("Url"),
        Price = row.GetDouble("Price") is { } price ? Math.Round((decimal)price, 4) : null,
        Stock = row.GetInt32("Stock"),
        Removed = row.GetBoolean("Removed") ?? false,
    };

    private static TableEntity Row(Product product)
    {
        var key = Key("p", product.Id);
        var row = new TableEntity(Partition(key), key) { ["Id"] = product.Id, ["Removed"] = product.Removed };
        Add("Title", product.Title);
        Add("Category", product.Category);
        Add("Brand", product.Brand);
        Add("Image", product.Image);
        Add("Url", product.Url);
        Add("Price", (double?)product.Price);
        Add("Stock", product.Stock);
        return row;

        void Add(string name, object? value)
        {
            if (value is not null) row[name] = value;
        }
    }

    private static TableEntity Sign(string key, string productId) => new(Partition(key), key) { [Signpost] = productId };
}

using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>
/// The catalogue in the table <c>products</c>: a row a product, and a signpost row for each of its variants and its link. What is found and
/// what is not is cached for five minutes, a signpost apart from its product: a change is seen under all names at once.
/// </summary>
public sealed class TableCatalogue(TableServiceClient tables, TimeProvider clock) : ICatalogue
{
    private const int WritesAtOnce = 16;
    private const int MostTries = 8;
    private const int MostCached = 50_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Products);
    private readonly ConcurrentDictionary<string, (Product? Product, DateTimeOffset Until)> products = new();
    private readonly ConcurrentDictionary<(char Kind, string Name), (string? ProductId, DateTimeOffset Until)> signs = new();

    /// <inheritdoc/>
    public Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => EachAsync(products, UpsertAsync, cancellation);

    /// <inheritdoc/>
    public Task LearnAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => EachAsync(products, LearnAsync, cancellation);

    /// <inheritdoc/>
    public async ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation)
    {
        if (productId is not null && await ProductAsync(productId, cancellation) is { } byId) return byId;
        if (variantId is not null && await SignedAsync(ProductRow.Variant, variantId, cancellation) is { } byVariant) return byVariant;
        return ProductLinks.Key(url) is { } link ? await SignedAsync(ProductRow.Link, link, cancellation) : null;
    }

    private static Task EachAsync(IReadOnlyList<Product> products, Func<Product, CancellationToken, Task> write, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            products.GroupBy(p => p.Id, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation },
            async (tellings, stop) =>
            {
                foreach (var product in tellings) await write(product, stop);
            });

    private async Task UpsertAsync(Product product, CancellationToken cancellation)
    {
        var at = product.At ?? clock.GetUtcNow();
        for (var tries = 1; ; tries++)
        {
            var old = await ReadAsync(ProductRow.Key(ProductRow.Of, product.Id), cancellation);
            if (old is not null && ProductRow.StampOf(old) > at) return;
            // Signposts first: whoever finds the product must not miss it by its link because of a crash in between.
            foreach (var sign in ProductRow.SignsOf(product, old)) await table.UpsertEntityAsync(sign, TableUpdateMode.Replace, cancellation);
            try
            {
                var row = ProductRow.Write(product, at);
                if (old is null) await table.AddEntityAsync(row, cancellation);
                else await table.UpdateEntityAsync(row, old.ETag, TableUpdateMode.Merge, cancellation);
                Forget(product);
                return;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 && tries < MostTries)
            {
                // Told twice at once: the newer of the two must stay, whichever comes last.
            }
        }
    }

    private async Task LearnAsync(Product product, CancellationToken cancellation)
    {
        foreach (var sign in ProductRow.SignsOf(product, old: null)) await AddAsync(sign, cancellation);
        await AddAsync(ProductRow.Write(product, at: null), cancellation);
        Forget(product);
    }

    private async Task AddAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Known already, and whoever told it knew more.
        }
    }

    private void Forget(Product product)
    {
        products.TryRemove(product.Id, out _);
        foreach (var variant in product.Variants) signs.TryRemove((ProductRow.Variant, variant), out _);
        if (ProductLinks.Key(product.Url) is { } link) signs.TryRemove((ProductRow.Link, link), out _);
    }

    private async ValueTask<Product?> SignedAsync(char kind, string name, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (!signs.TryGetValue((kind, name), out var sign) || sign.Until <= now)
        {
            var row = await ReadAsync(ProductRow.Key(kind, name), cancellation);
            sign = (row?.GetString(ProductRow.Signpost), now + Fresh);
            if (signs.Count >= MostCached) signs.Clear();
            signs[(kind, name)] = sign;
        }
        return sign.ProductId is { } id ? await ProductAsync(id, cancellation) : null;
    }

    private async ValueTask<Product?> ProductAsync(string id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (products.TryGetValue(id, out var cached) && cached.Until > now) return cached.Product;
        var row = await ReadAsync(ProductRow.Key(ProductRow.Of, id), cancellation);
        var product = row is null ? null : ProductRow.Read(row);
        if (products.Count >= MostCached) products.Clear();
        products[id] = (product, now + Fresh);
        return product;
    }

    private async Task<TableEntity?> ReadAsync(string key, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(ProductRow.Partition(key), key, cancellationToken: cancellation);
        return row.HasValue ? row.Value : null;
    }
}

using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>
/// Fills in what carts and clicked links do not say of themselves, from the catalogue, before Reaction folds them. What an event told is
/// never replaced.
/// </summary>
public sealed class Enrichment(ICatalogue catalogue)
{
    /// <summary>The event with what the catalogue knows; the same event where there is nothing to add.</summary>
    public async ValueTask<CustomerEvent> EnrichAsync(CustomerEvent told, CancellationToken cancellation)
    {
        var data = told.Data;
        if (!data.Lines.IsEmpty) data = data with { Lines = await LinesAsync(data.Lines, cancellation) };
        if (data.Product is { } product) data = data with { Product = await LineAsync(product, cancellation) };
        else if (data.Url is { } url && await catalogue.FindAsync(null, null, url, cancellation) is { } shown) data = data with { Product = Fill(new ProductLine { ProductId = shown.Id }, shown) };
        return ReferenceEquals(data, told.Data) ? told : told with { Data = data };
    }

    private async ValueTask<ImmutableArray<ProductLine>> LinesAsync(ImmutableArray<ProductLine> lines, CancellationToken cancellation)
    {
        var filled = ImmutableArray.CreateBuilder<ProductLine>(lines.Length);
        foreach (var line in lines) filled.Add(await LineAsync(line, cancellation));
        return filled.MoveToImmutable();
    }

    private async ValueTask<ProductLine> LineAsync(ProductLine line, CancellationToken cancellation)
    {
        if (line is { Category: not null, Image: not null, Url: not null }) return line;
        return await catalogue.FindAsync(line.ProductId, line.VariantId, line.Url, cancellation) is { } known ? Fill(line, known) : line;
    }

    private static ProductLine Fill(ProductLine line, Product known) => line with
    {
        ProductId = line.ProductId ?? known.Id,
        Title = line.Title ?? known.Title,
        Category = line.Category ?? known.Category,
        Brand = line.Brand ?? known.Brand,
        Price = line.Price ?? known.Price,
        Url = line.Url ?? known.Url,
        Image = line.Image ?? known.Image,
    };
}

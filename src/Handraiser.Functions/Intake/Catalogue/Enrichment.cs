using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>
/// Fills in what carts and clicked links do not say of themselves, from the catalogue, before Reaction folds them. What an event told is
/// never replaced; what neither tells is noted for the operator.
/// </summary>
public sealed class Enrichment(ICatalogue catalogue, CatalogueSettings settings, Sightings sightings)
{
    /// <summary>The event with what the catalogue knows; the same event where there is nothing to add.</summary>
    public async ValueTask<CustomerEvent> EnrichAsync(CustomerEvent told, CancellationToken cancellation)
    {
        var data = told.Data;
        if (!data.Lines.IsEmpty) data = data with { Lines = await LinesAsync(data.Lines, told, cancellation) };
        if (data.Product is { } product) data = data with { Product = await LineAsync(product, told, cancellation) };
        else if (data is { Url: { } url, Category: null, Lines.IsEmpty: true }) data = await LinkAsync(data, url, cancellation);
        return ReferenceEquals(data, told.Data) ? told : told with { Data = data };
    }

    private async ValueTask<EventData> LinkAsync(EventData data, string url, CancellationToken cancellation)
    {
        if (!settings.IsShops(url)) return data;
        if (await catalogue.FindAsync(null, null, url, cancellation) is { } shown) return data with { Product = Fill(new ProductLine { ProductId = shown.Id }, shown, data.Currency) };
        if (settings.CategoryOf(url) is { } category) return data with { Category = category };
        sightings.NoteUnknown(url);
        return data;
    }

    private async ValueTask<ImmutableArray<ProductLine>> LinesAsync(ImmutableArray<ProductLine> lines, CustomerEvent told, CancellationToken cancellation)
    {
        var filled = ImmutableArray.CreateBuilder<ProductLine>(lines.Length);
        foreach (var line in lines) filled.Add(await LineAsync(line, told, cancellation));
        return filled.MoveToImmutable();
    }

    private async ValueTask<ProductLine> LineAsync(ProductLine line, CustomerEvent told, CancellationToken cancellation)
    {
        sightings.NoteDescribed(line, told.Source);
        if (line is { Category: not null, Image: not null, Url: not null }) return line;
        if (await catalogue.FindAsync(line.ProductId, line.VariantId, line.Url, cancellation) is { } known) return Fill(line, known, told.Data.Currency);
        if (line.Category is not null) return line;
        if (settings.CategoryOf(line.Url) is { } category) return line with { Category = category };
        sightings.NoteUnknown(line);
        return line;
    }

    private static ProductLine Fill(ProductLine line, Product known, string? currency) => line with
    {
        ProductId = line.ProductId ?? known.Id,
        Title = line.Title ?? known.Title,
        Category = line.Category ?? known.Category,
        Brand = line.Brand ?? known.Brand,
        // An amount of another money than the event's would be a wrong one.
        Price = line.Price ?? (currency is null || known.Currency is null || currency == known.Currency ? known.Price : null),
        Url = line.Url ?? known.Url,
        Image = line.Image ?? known.Image,
    };
}

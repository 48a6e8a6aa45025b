using System.Globalization;
using Handraiser.Functions.Intake.Catalogue;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>What the catalogue knows, and what it does not. Every route needs the operators' key.</summary>
internal sealed class ProductRoutes(ICatalogue catalogue, UnknownProducts unknown, CatalogueSettings settings, OperatorKey key)
{
    private const int ListedUnasked = 100;

    /// <summary>Products and links that events name and nothing is known of, seen most often first; <c>top</c> says how many, up to 1,000.</summary>
    [Function("ListUnknownProducts")]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "products/unknown")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (Top(request) is not { } top) return Results.Problem($"top is a whole number from 1 to {UnknownProducts.MostKept}.", statusCode: 400, title: "How many to list is wrong");
        var listed = await unknown.ListAsync(top, cancellation);
        return Results.Json(listed.Select(u => new { kind = u.Kind.ToString().ToLowerInvariant(), name = u.Name, times = u.Times, lastSeen = u.LastSeen }));
    }

    /// <summary>What an event would get that names this <c>id</c>, this <c>variant</c> or this <c>link</c>.</summary>
    [Function("FindProduct")]
    public async Task<IResult> Find([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "products/find")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var (id, variant, link) = (Told(request, "id"), Told(request, "variant"), Told(request, "link"));
        if (id is null && variant is null && link is null) return Results.Problem("Ask with one of id, variant and link, such as ?link=https://shop.example/products/trail-bike.", statusCode: 400, title: "What to find is missing");
        if (await catalogue.FindAsync(id, variant, link, cancellation) is { } known)
        {
            return Results.Json(new
            {
                product = new { id = known.Id, title = known.Title, category = known.Category, brand = known.Brand, image = known.Image, price = known.Price, currency = known.Currency, link = known.Url, stock = known.Stock, removed = known.Removed, at = known.At },
            });
        }
        return settings.CategoryOf(link) is { } category
            ? Results.Json(new { category })
            : Results.Problem("The catalogue knows no such product, and no setting Catalogue__Paths says what category the link shows.", statusCode: 404, title: "Not known");
    }

    private static string? Told(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } told ? told : null;

    private static int? Top(HttpRequest request) =>
        Told(request, "top") is not { } told ? ListedUnasked
        : int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is >= 1 and <= UnknownProducts.MostKept ? top : null;
}

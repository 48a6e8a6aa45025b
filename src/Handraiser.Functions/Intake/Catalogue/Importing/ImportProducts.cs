using Handraiser.Functions.Intake.OwnEvents;
using Handraiser.Functions.Intake.OwnEvents.Importing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake.Catalogue.Importing;

/// <summary>
/// Files of products over HTTP, up to 5 MiB and 2,000 rows: <c>text/csv</c>, with the key of <c>POST /api/events</c>. The answer is a report:
/// whoever posted refused lines can mend them and post the file again, which changes nothing about the others.
/// </summary>
public sealed partial class ImportProducts(EventKeys keys, ICatalogue catalogue, TimeProvider clock, ILogger<ImportProducts> log)
{
    /// <summary>How many rows are taken at once: each is a few calls to storage, and the answer waits for them.</summary>
    public const int MostRows = 2_000;

    private static readonly string[] Accepted = ["text/csv"];

    /// <summary>Reads the file, keeps its products, reports.</summary>
    [Function(nameof(ImportProducts))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "products/import")] HttpRequest request, CancellationToken cancellation)
    {
        var context = request.HttpContext;
        if (!keys.Open(request)) return DoorAnswer.Unproven("The key of POST /api/events is expected in x-functions-key or as a bearer token.").ToResult(context);
        if (ContentTypes.Complaint(request, Accepted) is { } unsupported) return DoorAnswer.Unsupported(unsupported).ToResult(context);
        if (await BodyReader.ReadAsync(request, cancellation) is not { } body) return DoorAnswer.TooLarge.ToResult(context);
        List<ProductLineRead> lines;
        try
        {
            using var text = FileText.Open(new MemoryStream(body));
            lines = [.. ProductCsv.Read(text, clock.GetUtcNow()).Take(MostRows + 1)];
        }
        catch (MalformedException e)
        {
            return DoorAnswer.Malformed(e.Field, e.Why).ToResult(context);
        }
        if (lines.Count > MostRows) return DoorAnswer.Malformed("body", $"at most {MostRows} products are taken at once; the command handraiser products import sends larger files in parts").ToResult(context);
        return await KeepAsync(lines, context, cancellation);
    }

    private async Task<IResult> KeepAsync(List<ProductLineRead> lines, HttpContext context, CancellationToken cancellation)
    {
        var products = lines.Select(l => l.Product).OfType<Product>().ToArray();
        try
        {
            await catalogue.UpsertAsync(products, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotKept(e);
            return DoorAnswer.Unavailable.ToResult(context);
        }
        var refused = lines.Where(l => l.Refusal is not null).Select(l => new { line = l.Line, why = l.Refusal });
        return Results.Json(new { accepted = products.Length, refused });
    }

    [LoggerMessage(LogLevel.Error, "Products could not be kept; whoever sent them was asked to try again")]
    private partial void NotKept(Exception exception);
}

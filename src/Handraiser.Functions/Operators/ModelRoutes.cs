using Handraiser.Functions.Modelling;
using Handraiser.Lapse;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>The model that tells when each customer has lapsed, and the list's averages. Needs the operators' key.</summary>
internal sealed class ModelRoutes(IModelBook book, OperatorKey key)
{
    /// <summary>Date, sample, quality, what is in use, and why.</summary>
    [Function("ShowModel")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "model")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var model = await book.ReadAsync(cancellation);
        var lapse = model.Lapse ?? LapseModel.Default;
        return Results.Json(new
        {
            triedAt = model.TriedAt,
            sample = new { customers = model.Customers, buyers = model.Buyers, mailsDelivered = model.Delivered },
            lapse = new
            {
                inUse = model.Lapse is null ? "shipped" : "own",
                fittedAt = model.Lapse?.FittedAt,
                why = model.LapseWhy,
                figures = new { r = lapse.R, alpha = lapse.Alpha, a = lapse.A, b = lapse.B, leavesAtOnce = lapse.LeavesAtOnce },
                quality = Quality(model.Lapse?.Quality),
                lastFit = Quality(model.Quality),
            },
            openShare = new { inUse = model.OpenShare is null ? "shipped" : "own", value = model.OpenShare ?? ShopState.Default.AverageOpenShare, why = model.OpenShareWhy },
        });
    }

    private static object? Quality(LapseQuality? quality) => quality is null ? null : new
    {
        customers = quality.Customers,
        days = quality.Days,
        stayedAway = quality.Quiet,
        auc = quality.Auc,
        aucOfSilence = quality.AucOfSilence,
        calibrationError = quality.CalibrationError,
        loss = quality.Loss,
        lossOfShipped = quality.LossOfDefault,
    };
}

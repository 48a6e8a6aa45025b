using System.Globalization;
using Handraiser.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>What happened in the shop, counted with the profiles themselves. Needs the operators' key.</summary>
internal sealed class CountsRoutes(CountsReader counts, OperatorKey key, TimeProvider clock)
{
    /// <summary>The counts of the hours from <c>?from=</c> to <c>?to=</c>; without them, of the last 24 hours.</summary>
    [Function("ShowCounts")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "counts")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var to = Time(request, "to") ?? clock.GetUtcNow().AddHours(1);
        var from = Time(request, "from") ?? to.AddHours(-25);
        return Results.Json(new { from, to, counts = await counts.SumAsync(from, to, cancellation) });
    }

    private static DateTimeOffset? Time(HttpRequest request, string name) =>
        DateTimeOffset.TryParse(request.Query[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

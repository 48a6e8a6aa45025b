using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>Whether the application is there, and whether it can reach what it needs.</summary>
internal sealed class HealthRoutes(TableServiceClient tables, QueueServiceClient queues)
{
    /// <summary>That it runs; with <c>?deep=true</c> also that tables and queues answer. Tells nothing else, so it needs no key.</summary>
    [Function("Health")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellation)
    {
        if (request.Query["deep"] != "true") return Results.Json(new { status = "ok" });
        try
        {
            await tables.GetTableClient(Names.Tables.Customers).GetEntityIfExistsAsync<TableEntity>("00", "health", cancellationToken: cancellation);
            await queues.GetQueueClient(Names.Queues.Events).GetPropertiesAsync(cancellation);
            return Results.Json(new { status = "ok", tables = "ok", queues = "ok" });
        }
        catch (Azure.RequestFailedException e)
        {
            return Results.Json(new { status = "failing", reason = $"Storage answered {e.Status} {e.ErrorCode}." }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

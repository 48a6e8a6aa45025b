using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators.Desk;

/// <summary>The follow-up list as an API. Every route needs the operators' key.</summary>
internal sealed class FollowUpRoutes(FollowUpDesk desk, OperatorKey key)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The ranked list: <c>?owner=</c> for one responder's.</summary>
    [Function("ListFollowUps")]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "followups")] HttpRequest request, CancellationToken cancellation) =>
        key.Opens(request) ? Results.Json(await desk.ViewAsync(request.Query["owner"].FirstOrDefault(), cancellation), Json) : Results.Unauthorized();

    /// <summary>One follow-up.</summary>
    [Function("ShowFollowUp")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "followups/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        !key.Opens(request) ? Results.Unauthorized()
        : await desk.FindAsync(id, cancellation) is { } item ? Results.Json(item, Json)
        : Results.NotFound();

    /// <summary>Claim, snooze, handover, edit, send or outcome, with a JSON body (<see cref="DeskRequest"/>).</summary>
    [Function("ActOnFollowUp")]
    public async Task<IResult> Act([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "followups/{id}/{verb}")] HttpRequest request, string id, string verb, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        DeskRequest? asked;
        try
        {
            asked = await JsonSerializer.DeserializeAsync<DeskRequest>(request.Body, Json, cancellation);
        }
        catch (JsonException e)
        {
            return Results.Json(new DeskAnswer(400, null, $"The body is not the JSON that was expected: {e.Path}."), Json, statusCode: 400);
        }
        var answer = await desk.DoAsync(id, verb, asked ?? new DeskRequest(), cancellation);
        return Results.Json(answer, Json, statusCode: answer.Status);
    }
}

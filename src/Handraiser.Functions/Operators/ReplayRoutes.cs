using System.Text.Json;
using Handraiser.Functions.Intake.Replaying;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>Puts archived webhooks through again. Needs the operators' key.</summary>
internal sealed class ReplayRoutes(ArchiveReplay archive, OperatorKey key)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Puts the next part of a time through, which a body such as <c>{"from": "2026-03-06T00:00:00Z", "to": "2026-03-07T00:00:00Z", "sender":
    /// "shopify"}</c> names; the answer's <c>after</c>, sent along in the next call, leads on until it says <c>done</c>.
    /// </summary>
    [Function("ReplayArchive")]
    public async Task<IResult> Replay([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "replay")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        Asked? asked;
        try
        {
            asked = await JsonSerializer.DeserializeAsync<Asked>(request.Body, Json, cancellation);
        }
        catch (JsonException)
        {
            asked = null;
        }
        if (asked is not { From: { } from, To: { } to } || to <= from) return Wrong("""Send two times such as {"from": "2026-03-06T00:00:00Z", "to": "2026-03-07T00:00:00Z"}, the first one earlier.""");
        if (asked.Sender is { } sender && !archive.Known.Contains(sender, StringComparer.OrdinalIgnoreCase)) return Wrong($"There is no such sender; known are {string.Join(", ", archive.Known.Order(StringComparer.Ordinal))}.");
        if (asked.After is { } after && new ArchivedBlob(after) is var blob && (!after.Contains('/', StringComparison.Ordinal) || blob.Begins is null)) return Wrong("Send as \"after\" what an earlier answer said there.");
        return Results.Json(await archive.NextAsync(new ReplayOrder(from.ToUniversalTime(), to.ToUniversalTime(), asked.Sender, asked.After), cancellation), Json);
    }

    private static IResult Wrong(string what) => Results.Problem(what, statusCode: 400, title: "Not replayed");

    private sealed record Asked(DateTimeOffset? From, DateTimeOffset? To, string? Sender, string? After);
}

using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>What is known of a customer, and why each thing was done or not. Every route needs the operators' key; no address ever stands in a URL, where logs would keep it.</summary>
internal sealed class CustomerRoutes(CustomerLookup lookup, IMoments moments, Eraser eraser, PersonalFile file, IAudit audit, TimeProvider clock, OperatorKey key)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>One customer by id.</summary>
    [Function("ShowCustomer")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        key.Opens(request) ? await ExplainAsync(await lookup.FindAsync(id, cancellation), cancellation) : Results.Unauthorized();

    /// <summary>One customer by any name: a JSON body such as <c>{"email": "..."}</c>.</summary>
    [Function("FindCustomer")]
    public async Task<IResult> Find([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "customers/find")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        Identifiers? names;
        try
        {
            names = await JsonSerializer.DeserializeAsync<Identifiers>(request.Body, Json, cancellation);
        }
        catch (JsonException)
        {
            names = null;
        }
        if (names is null or { IsEmpty: true }) return Results.Problem("""Send a JSON object with one of id, email, phone, shopId, loyalty, cart or anonymousId, such as {"email": "ada@shop.example"}.""", statusCode: 400, title: "Whom to find is missing");
        return await ExplainAsync(await lookup.FindAsync(names, cancellation), cancellation);
    }

    /// <summary>Everything that is kept about one customer, for the customer (access and portability, GDPR articles 15 and 20).</summary>
    [Function("ExportCustomer")]
    public async Task<IResult> Export([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/export")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (await lookup.FindAsync(id, cancellation) is not { } profile) return NobodyHere();
        await audit.WriteAsync("export", profile.Id, "operator", clock.GetUtcNow(), cancellation);
        return Results.Bytes(await file.WriteAsync(profile, cancellation), "application/json", $"customer-{profile.Id}.json");
    }

    /// <summary>Forgets a customer (erasure, GDPR article 17): what they did is gone, what they forbade stays as hashes.</summary>
    [Function("EraseCustomer")]
    public async Task<IResult> Erase([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "customers/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        return Identity.IsId(id) && await eraser.EraseAsync(id, "operator", clock.GetUtcNow(), cancellation) ? Results.NoContent() : NobodyHere();
    }

    private async Task<IResult> ExplainAsync(Profile? profile, CancellationToken cancellation)
    {
        if (profile is null) return NobodyHere();
        var moment = await moments.NowAsync(cancellation);
        return Results.Text(Explain.Of(profile, moment.Playbook, moment.Shop, moment.Now).ToJsonString(Json), "application/json");
    }

    private static IResult NobodyHere() => Results.Problem("Nobody is known by that name.", statusCode: 404, title: "Not found");
}

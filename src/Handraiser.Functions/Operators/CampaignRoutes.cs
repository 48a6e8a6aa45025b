using System.Globalization;
using Handraiser.Functions.Campaigns;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>Campaigns to the few. Every route needs the operators' key; what is done is audited.</summary>
internal sealed class CampaignRoutes(CampaignDesk desk, CampaignFigures figures, OperatorKey key)
{
    private const int UsualTop = 100;

    /// <summary>Sends a campaign, <c>{"template": "newsletter", "to": "mountain", "by": "Ann"}</c>, or says with <c>"dryRun": true</c> who would get it.</summary>
    [Function("SendCampaign")]
    public async Task<IResult> Send([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (await BodyOf.ReadAsync<CampaignOrder>(request, cancellation) is not { } order)
            return Results.Problem("""Send an order such as {"template": "newsletter", "to": "mountain", "by": "Ann"}.""", statusCode: 400, title: "Not understood");
        if (order.DryRun)
        {
            var (people, why) = await desk.ForetellAsync(order, cancellation);
            return people is null ? Refused(why) : Results.Json(people);
        }
        if (order.By is not { Length: > 0 } by) return WhoAsks();
        var (state, wrong) = await desk.SendAsync(order, by, cancellation);
        return state is null ? Refused(wrong) : Results.Json(Shown(state));
    }

    /// <summary>The last campaigns, latest change first.</summary>
    [Function("ListCampaigns")]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns")] HttpRequest request, CancellationToken cancellation) =>
        !key.Opens(request) ? Results.Unauthorized() : Results.Json(new { campaigns = (await desk.ListAsync(cancellation)).Select(state => Shown(state)) });

    /// <summary>One campaign, how far it is, and how those who were chosen fared: as it was counted, without reading them.</summary>
    [Function("ShowCampaign")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        return await desk.FindAsync(id, cancellation) is { } state ? Results.Json(Shown(state, await figures.OfAsync(state, cancellation))) : NoneSuch();
    }

    /// <summary>Who was chosen and what became of it for each: <c>?top=</c> of them <c>?after=</c> what the part before said.</summary>
    [Function("ListCampaignPeople")]
    public async Task<IResult> People([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{id}/people")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (await desk.FindAsync(id, cancellation) is null) return NoneSuch();
        if (Number(request, "top", UsualTop) is not (>= 1 and <= CampaignDesk.MostPeople and var top)) return Malformed("top", $"a number from 1 to {CampaignDesk.MostPeople}");
        if (Number(request, "after", 0) is not { } after) return Malformed("after", "what the part before said there");
        return Results.Json(await desk.PeopleAsync(id, after, top, cancellation));
    }

    /// <summary>Pauses, resumes or cancels a campaign: <c>{"by": "Ann"}</c>.</summary>
    [Function("ActOnCampaign")]
    public async Task<IResult> Act([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{id}/{verb}")] HttpRequest request, string id, string verb, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (await BodyOf.ReadAsync<CampaignOrder>(request, cancellation) is not { By.Length: > 0 } asked) return WhoAsks();
        string? wrong;
        switch (verb)
        {
            case "pause":
                wrong = await desk.PauseAsync(id, asked.By, cancellation);
                break;
            case "resume":
                wrong = await desk.ResumeAsync(id, asked.By, cancellation);
                break;
            case "cancel":
                wrong = await desk.CancelAsync(id, asked.By, cancellation);
                break;
            default:
                return Results.Problem("A campaign can be told to pause, resume or cancel.", statusCode: 404, title: "Not found");
        }
        if (wrong is not null) return Results.Problem(wrong, statusCode: 409, title: "Nothing to do");
        return Results.Json(Shown((await desk.FindAsync(id, cancellation))!));
    }

    private static object Shown(CampaignState state, CampaignSums? sums = null) => new
    {
        id = state.Campaign.Id,
        status = state.Status,
        why = state.Why,
        template = state.Campaign.Template,
        channel = state.Campaign.Channel,
        to = state.Campaign.To,
        toClickersOf = state.ClickersOf,
        perMinute = state.PerMinute,
        holdout = state.Campaign.Holdout,
        local = state.Campaign.At,
        usualHour = state.Campaign.UsualHour,
        createdAt = state.CreatedAt,
        startsAt = state.StartsAt,
        chosen = state.Chosen,
        nextAt = state.NextAt,
        finishedAt = state.FinishedAt,
        sums,
    };

    private static int? Number(HttpRequest request, string name, int otherwise) => request.Query[name].ToString() is not { Length: > 0 } told ? otherwise
        : int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IResult Refused(string? wrong) => Results.Problem(wrong, statusCode: 422, title: "Not sent");

    private static IResult NoneSuch() => Results.Problem("There is no such campaign. GET /api/campaigns lists them.", statusCode: 404, title: "Not found");

    private static IResult WhoAsks() => Results.Problem("""Say who you are: {"by": "Ann"}.""", statusCode: 400, title: "Who asks is missing");

    private static IResult Malformed(string name, string expected) => Results.Problem($"The parameter {name} is wrong: expected is {expected}.", statusCode: 400, title: "Not understood");
}

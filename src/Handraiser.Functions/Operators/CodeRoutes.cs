using Handraiser.Functions.Reaction;
using Handraiser.Plays;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>Codes that Handraiser made, checked for a checkout that has no list of them. Needs the operators' key.</summary>
internal sealed class CodeRoutes(OfferCodes codes, IMoments moments, OperatorKey key)
{
    /// <summary>What a code is worth and until when, as a person typed it; 404 for one that is none of ours.</summary>
    [Function("CheckCode")]
    public async Task<IResult> Check([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "codes/{code}")] HttpRequest request, string code, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var moment = await moments.NowAsync(cancellation);
        if (codes.Find(code, Offers.Of(moment.Playbook)) is not { } offer) return Results.Problem("No code of ours, or of an offer that no playbook in use makes.", statusCode: 404, title: "No such code");
        var until = OfferCodes.GoodUntil(code);
        return Results.Json(new { percent = offer.Percent, amount = offer.Amount, atMost = offer.AtMost, currency = moment.Playbook.Store.Currency, goodUntil = until == DateTimeOffset.MaxValue ? null : until, good = codes.IsGood(code, offer, moment.Now) });
    }
}

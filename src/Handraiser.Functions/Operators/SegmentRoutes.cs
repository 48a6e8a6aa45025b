using System.Globalization;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>The segments with their counts, and who is in them. Every route needs the operators' key.</summary>
internal sealed class SegmentRoutes(SegmentList segments, OperatorKey key)
{
    private const int UsualTop = 100;
    private const int MostTop = 1_000;

    /// <summary>The tree of segments, each with how many customers are in it.</summary>
    [Function("ListSegments")]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "segments")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var (trees, gone) = await segments.TreeAsync(cancellation);
        return Results.Json(new { segments = trees, noLongerInThePlaybook = gone });
    }

    /// <summary>Who is in a segment: <c>?top=</c> of them <c>?after=</c> a customer, <c>?since=</c> a moment, <c>?order=</c> <c>newest</c> or <c>best</c>. Slashes of the path are written as colons.</summary>
    [Function("ListMembers")]
    public async Task<IResult> Members(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "segments/{path}/members")] HttpRequest request, string path, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var segment = Uri.UnescapeDataString(path).Replace(':', '/');
        if (!await segments.ExistsAsync(segment, cancellation)) return Results.Problem("The playbook in force has no such segment. GET /api/segments lists them; write a colon for each slash of the path.", statusCode: 404, title: "Not found");

        string? Told(string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;
        var top = UsualTop;
        if (Told("top") is { } told && (!int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out top) || top is < 1 or > MostTop)) return Malformed("top", $"a number from 1 to {MostTop}");
        if (Told("after") is { } from && !Identity.IsId(from)) return Malformed("after", "a customer id, as the page before gave it");
        DateTimeOffset? since = null;
        if (Told("since") is { } moment)
        {
            if (!DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)) return Malformed("since", "a moment, such as 2026-05-04T09:00:00Z");
            since = read;
        }
        switch (Told("order"))
        {
            case null:
                return Results.Json(await segments.PageAsync(segment, Told("after"), since, top, cancellation));
            case "newest":
                return await segments.CountAsync(segment, cancellation) > SegmentList.MostSorted ? TooMany(SegmentList.MostSorted) : Results.Json(await segments.NewestAsync(segment, since, top, cancellation));
            case "best":
                return await segments.CountAsync(segment, cancellation) > SegmentList.MostRanked ? TooMany(SegmentList.MostRanked) : Results.Json(await segments.BestAsync(segment, since, top, cancellation));
            default:
                return Malformed("order", "newest, best or nothing");
        }
    }

    private static IResult Malformed(string name, string expected) => Results.Problem($"The parameter {name} is wrong: expected is {expected}.", statusCode: 400, title: "Not understood");

    private static IResult TooMany(int most) => Results.Problem($"A segment of more than {most} members is not sorted: leave order out, and ask page by page, or for those since a moment.", statusCode: 422, title: "Too many");
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Intake.Site;

/// <summary>The shop's own site: the script for its pages, and what the script tells. Open to browsers of the allowed origins (<c>docs/site.md</c>).</summary>
public sealed class HearSite(SiteScript script, SiteDoor door)
{
    /// <summary>The script.</summary>
    [Function("SiteScript")]
    public Task Script([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = SiteScript.Name)] HttpRequest request) => script.AnswerAsync(request.HttpContext);

    /// <summary>What visitors looked at and put into their carts.</summary>
    [Function("CollectFromSite")]
    public async Task<IResult> Collect([HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "collect")] HttpRequest request, CancellationToken cancellation)
    {
        var answer = await door.ReceiveAsync(request, cancellation);
        return answer.ToResult(request.HttpContext);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Intake;

/// <summary>Every sender's webhooks. Anonymous to the host: the sender's own signature is the key.</summary>
public sealed class ReceiveWebhook(Door door)
{
    /// <summary>Verifies, keeps, answers.</summary>
    [Function(nameof(ReceiveWebhook))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "head", Route = "webhooks/{sender}")] HttpRequest request, string sender, CancellationToken cancellation)
    {
        var answer = await door.ReceiveAsync(sender, request, cancellation);
        Spans.Note("handraiser.sender", sender);
        Spans.Note("http.response.status_code", answer.Status);
        return answer.ToResult(request.HttpContext);
    }
}

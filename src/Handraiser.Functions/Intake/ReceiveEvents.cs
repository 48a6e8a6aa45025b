using Handraiser.Functions.Intake.OwnEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Intake;

/// <summary>Handraiser's own event format and CloudEvents, for tills, imports and the shop's own systems. Needs the key <c>Keys:Events</c>.</summary>
public sealed class ReceiveEvents(EventsDoor door)
{
    /// <summary>Checks the key, keeps, answers.</summary>
    [Function(nameof(ReceiveEvents))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "events")] HttpRequest request, CancellationToken cancellation)
    {
        var answer = await door.ReceiveAsync(request, cancellation);
        return answer.ToResult(request.HttpContext);
    }
}

using Handraiser.Functions.Reaction;
using Handraiser.Functions.Sending;
using Handraiser.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>Pausing one play without publishing a playbook. Needs the operators' key; audited.</summary>
internal sealed class PlayRoutes(ISwitches switches, IMoments moments, IAudit audit, OperatorKey key)
{
    /// <summary>From now on nothing of the play goes out; what was decided is dropped with its reason. In force within 30 seconds.</summary>
    [Function("PausePlay")]
    public Task<IResult> Pause([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plays/{name}/pause")] HttpRequest request, string name, CancellationToken cancellation) =>
        SwitchAsync(request, name, pause: true, cancellation);

    /// <summary>Lets it go on with what happens from now on.</summary>
    [Function("ResumePlay")]
    public Task<IResult> Resume([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plays/{name}/resume")] HttpRequest request, string name, CancellationToken cancellation) =>
        SwitchAsync(request, name, pause: false, cancellation);

    private async Task<IResult> SwitchAsync(HttpRequest request, string name, bool pause, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (await BodyOf.ReadAsync<SendingRequest>(request, cancellation) is not { By.Length: > 0 } asked)
            return Results.Problem("""Say who you are: {"by": "Ann"}.""", statusCode: 400, title: "Who asks is missing");
        var moment = await moments.NowAsync(cancellation);
        if (moment.Playbook.Find(name) is not { } play) return Results.Problem("The playbook has no such play.", statusCode: 404, title: "Not found");
        if (!await switches.PauseAsync(play.Name, pause, asked.By, moment.Now, cancellation))
            return Results.Problem(pause ? "It is paused already." : "It is not paused.", statusCode: 409, title: "Nothing to do");
        await audit.WriteShopAsync(pause ? "pause-play" : "resume-play", play.Name, asked.By, moment.Now, cancellation);
        moments.Forget();
        return Results.Json(new { play = play.Name, paused = pause });
    }
}

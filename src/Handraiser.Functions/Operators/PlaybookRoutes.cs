using System.Text;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Functions.Sweeping;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>The playbook in force, and putting another into force. Every route needs the operators' key.</summary>
internal sealed class PlaybookRoutes(IPlaybookSource source, CustomerSweep sweep, TemplateSet templates, OperatorKey key, IAudit audit, TimeProvider clock)
{
    /// <summary>The text in force.</summary>
    [Function("ShowPlaybook")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "playbook")] HttpRequest request, CancellationToken cancellation) =>
        !key.Opens(request) ? Results.Unauthorized()
        : Results.Text((await source.ReadAsync(null, cancellation))?.Text ?? DefaultPlaybook.Text, "application/yaml");

    /// <summary>How far silent customers were brought into the segments of the playbook in force.</summary>
    [Function("ShowSweep")]
    public async Task<IResult> Sweep([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "playbook/sweep")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var state = await sweep.ProgressAsync(cancellation);
        return Results.Json(new
        {
            version = state?.Version,
            state = state is null || state is { Looked: 0, Bucket: 0, FinishedAt: null } ? "waiting" : state.FinishedAt is null ? "running" : "done",
            share = state?.Share ?? 0,
            looked = state?.Looked ?? 0,
            moved = state?.Moved ?? 0,
            since = state?.Since,
            finishedAt = state?.FinishedAt,
        });
    }

    /// <summary>Checks a playbook and puts it into force; every instance has it within 30 seconds. One with errors changes nothing.</summary>
    [Function("PublishPlaybook")]
    public async Task<IResult> Publish([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "playbook")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellation);
        var loaded = PlaybookLoader.Load(text, [.. templates.All.Select(t => t.Name).Distinct()]);
        if (loaded.Playbook is not { } playbook)
        {
            return Results.Problem("The playbook has errors; the one in force stays.", statusCode: 422, title: "Not published",
                extensions: [new("errors", loaded.Errors.Select(e => new { line = e.Line, column = e.Column, what = e.ToString() }).ToArray())]);
        }
        await source.PublishAsync(text, cancellation);
        await sweep.NoteAsync(cancellation);
        await audit.WriteShopAsync("publish-playbook", playbook.Version, "operator", clock.GetUtcNow(), cancellation);
        return Results.Json(new { version = playbook.Version, segments = playbook.Segments.Paths.Length, plays = playbook.Plays.Length });
    }
}

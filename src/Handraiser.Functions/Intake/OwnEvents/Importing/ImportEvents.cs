using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>
/// Files of past events over HTTP, up to 5 MiB: <c>text/csv</c> or NDJSON, with the key of <c>POST /api/events</c>. The answer is a report;
/// refused lines are told there and are not parked, since whoever posts them can mend them and post the file again.
/// </summary>
public sealed partial class ImportEvents(EventKeys keys, IEventSink sink, IArchive archive, TimeProvider clock, ILogger<ImportEvents> log)
{
    /// <summary>Under this name files are archived.</summary>
    public const string Name = "import";

    private static readonly string[] Accepted = ["text/csv", "application/x-ndjson", "application/ndjson", "application/jsonl"];

    /// <summary>Reads the file, keeps its events, reports.</summary>
    [Function(nameof(ImportEvents))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "import")] HttpRequest request, CancellationToken cancellation)
    {
        if (!keys.Open(request)) return DoorAnswer.Unproven("The key of this route is expected in x-functions-key or as a bearer token.").ToResult(request.HttpContext);
        if (ContentTypes.Complaint(request, Accepted) is { } unsupported) return DoorAnswer.Unsupported(unsupported).ToResult(request.HttpContext);
        if (await BodyReader.ReadAsync(request, cancellation) is not { } body) return DoorAnswer.TooLarge.ToResult(request.HttpContext);
        var file = new WebhookRequest(request.Method, SeenAddress.Of(request), request.Headers, body, clock.GetUtcNow());
        IReadOnlyList<ImportedLine> lines;
        try
        {
            lines = ImportParser.Lines(file);
        }
        catch (MalformedException e)
        {
            return DoorAnswer.Malformed(e.Field, e.Why).ToResult(request.HttpContext);
        }
        return await KeepAsync(file, lines, request.HttpContext, cancellation);
    }

    private async Task<IResult> KeepAsync(WebhookRequest file, IReadOnlyList<ImportedLine> lines, HttpContext context, CancellationToken cancellation)
    {
        var events = lines.Select(l => l.Event).OfType<Handraiser.Events.CustomerEvent>().ToArray();
        try
        {
            await sink.AcceptAsync(events, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotKept(e);
            return DoorAnswer.Unavailable.ToResult(context);
        }
        archive.Add(Name, file);
        Meters.Accepted.Add(events.Length, new KeyValuePair<string, object?>("sender", EventsDoor.Name));
        var refused = lines.Where(l => l.Refusal is not null).Select(l => new { line = l.Line, why = l.Refusal }).ToArray();
        return Results.Json(new { accepted = events.Length, refused }, statusCode: StatusCodes.Status202Accepted);
    }

    [LoggerMessage(LogLevel.Error, "An import could not be kept; whoever sent it was asked to try again")]
    private partial void NotKept(Exception exception);
}

using System.Text;
using Azure.Storage.Queues;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>What could not be processed: look at it, put it through again, or let it go. Every route needs the operators' key.</summary>
internal sealed class ParkedRoutes(IParked parked, QueueServiceClient queues, IEventTransport events, OperatorKey key)
{
    private const int MostListed = 500;
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <summary>The newest parked items, without their content, which may be personal.</summary>
    [Function("ListParked")]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "parked")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var items = new List<object>();
        await foreach (var item in parked.ListAsync(cancellation))
        {
            items.Add(new { id = item.Id, queue = item.Queue, reason = item.Reason, at = item.At });
            if (items.Count == MostListed) break;
        }
        return Results.Json(items);
    }

    /// <summary>One item with its content.</summary>
    [Function("ShowParked")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "parked/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        return await parked.FindAsync(id, cancellation) is { } item ? Results.Json(new { id = item.Id, queue = item.Queue, reason = item.Reason, at = item.At, content = item.Content }) : Gone();
    }

    /// <summary>Puts one item into its queue again, and forgets it only then: replaying twice does no harm.</summary>
    [Function("ReplayParked")]
    public async Task<IResult> Replay([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "parked/{id}/replay")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (await parked.FindAsync(id, cancellation) is not { } item) return Gone();
        if (!Names.Queues.All.Contains(item.Queue)) return Results.Problem($"It came from {item.Queue}, not from a queue: its sender has to send it again once the reason is mended.", statusCode: 409, title: "Cannot be replayed");
        if (item.Content.Length == 0) return Results.Problem("Its content is gone: somebody removed the blob that held it.", statusCode: 409, title: "Cannot be replayed");
        var message = Message(item);
        // An event that was too large for a message when it came still is.
        if (item.Queue == Names.Queues.Events && Encoding.UTF8.GetByteCount(message) > EventPack.MaxBytes) message = EventMessages.Elsewhere + await events.StoreAsync(message, cancellation);
        await queues.GetQueueClient(item.Queue).SendMessageAsync(message, timeToLive: Forever, cancellationToken: cancellation);
        await parked.RemoveAsync(id, cancellation);
        return Results.Accepted();
    }

    /// <summary>Lets one item go.</summary>
    [Function("RemoveParked")]
    public async Task<IResult> Remove([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "parked/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (await parked.FindAsync(id, cancellation) is null) return Gone();
        await parked.RemoveAsync(id, cancellation);
        return Results.NoContent();
    }

    /// <summary>What goes back into the queue: a single event is parked as JSON, a whole message as it was.</summary>
    internal static string Message(ParkedItem item) => item.Queue == Names.Queues.Events && item.Content.StartsWith('{')
        ? EventPack.Write([System.Text.Json.JsonSerializer.Deserialize(item.Content, EventJson.One)!])
        : item.Content;

    private static IResult Gone() => Results.Problem("Nothing is parked under that id.", statusCode: 404, title: "Not found");
}

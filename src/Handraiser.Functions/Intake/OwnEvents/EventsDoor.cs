using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake.OwnEvents;

/// <summary>The keyed door for our own format (<c>docs/events.md</c>) and CloudEvents 1.0 over HTTP.</summary>
public sealed class EventsDoor(EventKeys keys, BodyRoom room, Keeping keeping, TimeProvider clock)
{
    /// <summary>Under this name the door's events are archived and parked.</summary>
    public const string Name = "events";

    private static readonly string[] Accepted =
    [
        "application/json", "application/x-ndjson", "application/ndjson", "application/jsonl",
        CloudEvents.Structured, CloudEvents.Batched,
    ];

    /// <summary>Receives events, or answers the handshake of CloudEvents webhooks.</summary>
    public async Task<DoorAnswer> ReceiveAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (HttpMethods.IsOptions(request.Method)) return Handshake(request);
        if (!keys.Open(request)) return DoorAnswer.Unproven("The key of this route is expected in x-functions-key or as a bearer token.");
        if (!CloudEvents.IsBinary(request.Headers) && ContentTypes.Complaint(request, Accepted) is { } unsupported) return DoorAnswer.Unsupported(unsupported);
        return await room.HoldAsync(request, BodyReader.MaxBytes, body => TakeAsync(request, body, cancellation), cancellation);
    }

    private async Task<DoorAnswer> TakeAsync(HttpRequest request, byte[] body, CancellationToken cancellation)
    {
        var webhook = new WebhookRequest(request.Method, SeenAddress.Of(request), request.Headers, body, clock.GetUtcNow());
        Parsed parsed;
        try
        {
            parsed = EventsParser.Instance.Parse(webhook);
        }
        catch (JsonException e)
        {
            return DoorAnswer.Malformed("body", Keeping.Place(e));
        }
        catch (MalformedException e)
        {
            return DoorAnswer.Malformed(e.Field, e.Why);
        }
        var answer = await keeping.KeepAsync(Name, webhook, parsed, cancellation);
        // The events are in the queue, and not yet in the profiles: that is what 202 says.
        return answer == DoorAnswer.Taken ? new DoorAnswer(StatusCodes.Status202Accepted) : answer;
    }

    /// <summary>
    /// Grants the origin that asks (CloudEvents, "HTTP 1.1 Web Hooks", section 4): the key, not the origin, decides who may post.
    /// </summary>
    private static DoorAnswer Handshake(HttpRequest request)
    {
        var response = request.HttpContext.Response.Headers;
        response.Allow = "POST";
        if (request.Headers["WebHook-Request-Origin"] is [{ Length: > 0 } origin, ..])
        {
            response["WebHook-Allowed-Origin"] = origin;
            if (request.Headers.ContainsKey("WebHook-Request-Rate")) response["WebHook-Allowed-Rate"] = "*";
        }
        return DoorAnswer.Taken;
    }
}

using System.Text.Json;
using Handraiser.Functions.Intake.Senders;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake;

/// <summary>
/// Where webhooks come in. In this order: is the sender known, is the type read, is it small enough, is it proven over the raw bytes; only
/// then is it parsed, and only when all is kept is it acknowledged.
/// </summary>
public sealed partial class Door(Senderbook senders, BodyRoom room, Keeping keeping, IProofs proofs, TimeProvider clock, ILogger<Door> log)
{
    /// <summary>Receives one webhook of the sender that the route names.</summary>
    public async Task<DoorAnswer> ReceiveAsync(string name, HttpRequest request, CancellationToken cancellation)
    {
        if (senders.Find(name) is not { } found) return DoorAnswer.NotFound;
        var (sender, settings) = found;
        // Some senders look whether anybody is there before they make their key; nothing is taken and nothing changes.
        if (HttpMethods.IsHead(request.Method)) return DoorAnswer.Taken;
        if (ContentTypes.Complaint(request, sender.ContentTypes) is { } unsupported) return DoorAnswer.Unsupported(unsupported);
        return await room.HoldAsync(request, sender.MostBytes, body => JudgeAsync(sender, settings, request, body, cancellation), cancellation);
    }

    private async Task<DoorAnswer> JudgeAsync(Sender sender, SenderSettings settings, HttpRequest request, byte[] body, CancellationToken cancellation)
    {
        var webhook = new WebhookRequest(request.Method, SeenAddress.Of(request), request.Headers, body, clock.GetUtcNow());
        Verdict verdict;
        try
        {
            verdict = await sender.Verifier.VerifyAsync(webhook, settings, cancellation);
        }
        catch (HttpRequestException e)
        {
            NotJudged(e, sender.Name);
            return DoorAnswer.Unavailable;
        }
        return verdict.Proof switch
        {
            Proof.Genuine => await TakeOnceAsync(sender, webhook, cancellation),
            Proof.Greeting => DoorAnswer.Taken,
            Proof.Unreadable => DoorAnswer.Malformed("body", verdict.Why, sender.MalformedStatus),
            Proof.Forged or Proof.Stale => DoorAnswer.Unproven(verdict.Why),
        };
    }

    /// <summary>Refuses a proof that came before with another body, and acknowledges one that came with this one.</summary>
    private async Task<DoorAnswer> TakeOnceAsync(Sender sender, WebhookRequest webhook, CancellationToken cancellation)
    {
        if (sender.ReplayGuard is not { } guard) return await TakeAsync(sender, webhook, cancellation);
        var (stamp, proof, body) = guard.Fingerprint(webhook);
        try
        {
            var before = await proofs.FindAsync(stamp, proof, cancellation);
            if (before == body) return DoorAnswer.Taken;
            if (before is not null) return DoorAnswer.Unproven("This token was used before, with another body.");
            var answer = await TakeAsync(sender, webhook, cancellation);
            // Only now: a token remembered before its events are safe would turn the sender's next try away.
            if (answer == DoorAnswer.Taken) await proofs.RememberAsync(stamp, proof, body, cancellation);
            return answer;
        }
        catch (Azure.RequestFailedException e)
        {
            NotJudged(e, sender.Name);
            return DoorAnswer.Unavailable;
        }
    }

    private async Task<DoorAnswer> TakeAsync(Sender sender, WebhookRequest webhook, CancellationToken cancellation)
    {
        Parsed parsed;
        try
        {
            parsed = sender.Parser.Parse(webhook);
        }
        catch (JsonException e)
        {
            return DoorAnswer.Malformed("body", Keeping.Place(e), sender.MalformedStatus);
        }
        catch (MalformedException e)
        {
            return DoorAnswer.Malformed(e.Field, e.Why, sender.MalformedStatus);
        }
        return await keeping.KeepAsync(sender.Name, webhook, parsed, cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "A webhook of {Sender} could not be judged, because what proves it could not be fetched")]
    private partial void NotJudged(Exception exception, string sender);
}

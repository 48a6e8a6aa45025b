using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Handraiser.Functions.Intake.Senders.Mailgun;

/// <summary>
/// Hexadecimal HMAC-SHA256 over the body's own timestamp and token (Mailgun, "Securing webhooks"). The signature does not cover the rest of
/// the body: so a token that was seen with another body is refused (<see cref="IReplayGuard"/>).
/// </summary>
public sealed class MailgunVerifier : IVerifier, IReplayGuard
{
    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    /// <inheritdoc/>
    public (DateTimeOffset Stamp, string Proof, string Body) Fingerprint(WebhookRequest request)
    {
        using var document = Json.Document(request.Body);
        var signature = document.RootElement.Part("signature");
        var stamp = Signatures.UnixSeconds(signature.Text("timestamp")) ?? request.Now;
        return (stamp, $"mailgun:{signature.Text("token")}", Convert.ToHexStringLower(SHA256.HashData(request.Body.Span)));
    }

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        string? timestamp, token, told;
        try
        {
            using var document = Json.Document(request.Body);
            var signature = document.RootElement.Part("signature");
            (timestamp, token, told) = (signature.Text("timestamp"), signature.Text("token"), signature.Text("signature"));
        }
        catch (JsonException e)
        {
            return Verdict.Unreadable(Keeping.Place(e));
        }
        catch (MalformedException e)
        {
            return Verdict.Unreadable(e.Message);
        }
        if (timestamp is null || token is null || told is null) return Verdict.Forged("The body's signature with timestamp, token and signature is missing.");
        if (Signatures.UnixSeconds(timestamp) is not { } stamp) return Verdict.Forged("The signature's timestamp is not a number of seconds.");
        var signed = Encoding.UTF8.GetBytes(timestamp + token);
        foreach (var secret in settings.Secrets)
        {
            if (Signatures.IsHexOf(told, HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))) return Verdict.Fresh(stamp, request.Now, settings.Tolerance);
        }
        return Verdict.Forged("The signature does not fit the timestamp and token and any of the configured keys.");
    }
}

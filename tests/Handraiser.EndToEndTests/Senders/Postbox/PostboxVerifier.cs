using System.Globalization;
using System.Text;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders;

namespace Handraiser.EndToEndTests.Senders.Postbox;

/// <summary>
/// Hexadecimal HMAC-SHA256 over <c>Postbox-Timestamp</c>, a dot and the raw body: the verifier that <c>docs/new-sender.md</c> leads to, of a
/// provider that does not exist.
/// </summary>
internal sealed class PostboxVerifier : IVerifier
{
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (request.Header("Postbox-Signature") is not { } told) return Verdict.Forged("The header Postbox-Signature is missing.");
        if (Signatures.UnixSeconds(request.Header("Postbox-Timestamp")) is not { } stamp) return Verdict.Forged("The header Postbox-Timestamp is missing or not a number of seconds.");
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stamp.ToUnixTimeSeconds()}."));
        foreach (var secret in settings.Secrets)
        {
            if (Signatures.IsHexOf(told, Signatures.HmacSha256(Encoding.UTF8.GetBytes(secret), prefix, request.Body.Span))) return Verdict.Fresh(stamp, request.Now, settings.Tolerance, settings.Tolerance);
        }
        return Verdict.Forged("The signature does not fit the body and any of the configured secrets.");
    }
}

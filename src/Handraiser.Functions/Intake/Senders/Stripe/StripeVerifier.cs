using System.Text;

namespace Handraiser.Functions.Intake.Senders.Stripe;

/// <summary>
/// <c>Stripe-Signature: t=...,v1=...</c>, hexadecimal HMAC-SHA256 over the time, a dot and the raw body (Stripe, "Verify webhook
/// signatures"). Every repetition is signed afresh, so five minutes are enough, in both directions. <c>v0</c> is for tests and ignored.
/// </summary>
public sealed class StripeVerifier : IVerifier
{
    private const string Header = "Stripe-Signature";

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (request.Header(Header) is not { } told) return Verdict.Forged($"The header {Header} is missing.");
        string? time = null;
        var signatures = new List<string>();
        foreach (var part in told.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal)) time ??= part[2..];
            else if (part.StartsWith("v1=", StringComparison.Ordinal)) signatures.Add(part[3..]);
        }
        if (Signatures.UnixSeconds(time) is not { } stamp) return Verdict.Forged($"The header {Header} has no time.");
        var prefix = Encoding.UTF8.GetBytes($"{time}.");
        foreach (var secret in settings.Secrets)
        {
            var expected = Signatures.HmacSha256(Encoding.UTF8.GetBytes(secret), prefix, request.Body.Span);
            foreach (var signature in signatures)
            {
                if (Signatures.IsHexOf(signature, expected)) return Verdict.Fresh(stamp, request.Now, settings.Tolerance, settings.Tolerance);
            }
        }
        return Verdict.Forged("No v1 signature fits the body and any of the configured secrets.");
    }
}

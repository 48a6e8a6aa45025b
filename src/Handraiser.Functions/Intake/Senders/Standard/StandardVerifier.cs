using System.Globalization;
using System.Text;

namespace Handraiser.Functions.Intake.Senders.Standard;

/// <summary>
/// Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, timestamp and body, joined by dots. Svix and Resend name the headers
/// <c>svix-</c>. Any of the listed <c>v1</c> signatures may fit, so that senders can rotate their secret; every repetition is stamped afresh.
/// </summary>
/// <param name="rawSecret">Whether the secret's own bytes are the key (BigCommerce), not the Base64 behind <c>whsec_</c>.</param>
public sealed class StandardVerifier(bool rawSecret = false) : IVerifier
{
    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    /// <inheritdoc/>
    public string? Complaint(string secret) => Key(secret) is null ? "must be a secret of Standard Webhooks: whsec_ and Base64" : null;

    /// <summary>The id that stays the same over all repetitions.</summary>
    internal static string? Id(WebhookRequest request) => Header(request, "id");

    private static string? Header(WebhookRequest request, string name) => request.Header($"webhook-{name}") ?? request.Header($"svix-{name}");

    private Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (Header(request, "id") is not { } id) return Verdict.Forged("The header webhook-id is missing.");
        if (Header(request, "timestamp") is not { } timestamp || Signatures.UnixSeconds(timestamp) is not { } stamp) return Verdict.Forged("The header webhook-timestamp is missing or not a number of seconds.");
        if (Header(request, "signature") is not { } signatures) return Verdict.Forged("The header webhook-signature is missing.");
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        foreach (var secret in settings.Secrets)
        {
            if (Key(secret) is not { } key) continue;
            var expected = Signatures.HmacSha256(key, prefix, request.Body.Span);
            foreach (var told in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (told.StartsWith("v1,", StringComparison.Ordinal) && Signatures.IsBase64Of(told[3..], expected)) return Verdict.Fresh(stamp, request.Now, settings.Tolerance, settings.Tolerance);
            }
        }
        return Verdict.Forged("No v1 signature fits the body and any of the configured secrets.");
    }

    private byte[]? Key(string secret)
    {
        if (rawSecret) return Encoding.UTF8.GetBytes(secret);
        var coded = secret.StartsWith("whsec_", StringComparison.Ordinal) ? secret[6..] : secret;
        var bytes = new byte[coded.Length];
        return Convert.TryFromBase64String(coded, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }
}

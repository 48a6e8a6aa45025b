using System.Security.Cryptography;
using System.Text;

namespace Handraiser.Functions.Intake.Senders.Shopify;

/// <summary>
/// Base64 of HMAC-SHA256 over the raw body under the app's client secret (shopify.dev, "Verify webhook deliveries"). Older deliveries name
/// the header <c>X-Shopify-Hmac-Sha256</c>, newer ones <c>shopify-hmac-sha256</c>; some carry both. The signature has no stamp.
/// </summary>
public sealed class ShopifyVerifier : IVerifier
{
    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    /// <summary>A Shopify header of either family.</summary>
    internal static string? Header(WebhookRequest request, string name) => request.Header($"X-Shopify-{name}") ?? request.Header($"shopify-{name}");

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        var old = request.Header("X-Shopify-Hmac-Sha256");
        var recent = request.Header("shopify-hmac-sha256");
        if (old is null && recent is null) return Verdict.Forged("The header X-Shopify-Hmac-Sha256 is missing.");
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in settings.Secrets)
        {
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body.Span, expected);
            if (Signatures.IsBase64Of(old, expected) || Signatures.IsBase64Of(recent, expected)) return Verdict.Genuine;
        }
        return Verdict.Forged("The signature does not fit the body and any of the configured secrets.");
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.WooCommerce;

/// <summary>
/// Base64 of HMAC-SHA256 over the raw body (WooCommerce, <c>WC_Webhook::generate_signature</c>). WordPress decodes HTML entities of the
/// secret first. When a webhook is saved it posts an unsigned form with the webhook's number, which must be answered 200.
/// </summary>
public sealed class WooCommerceVerifier : IVerifier
{
    private const string Header = "X-WC-Webhook-Signature";

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (request.Header(Header) is not { } told) return IsPing(request) ? Verdict.Greeting : Verdict.Forged($"The header {Header} is missing.");
        foreach (var secret in settings.Secrets)
        {
            if (Fits(secret) || Fits(WebUtility.HtmlDecode(secret))) return Verdict.Genuine;
        }
        return Verdict.Forged("The signature does not fit the body and any of the configured secrets.");

        bool Fits(string secret) => Signatures.IsBase64Of(told, HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body.Span));
    }

    private static bool IsPing(WebhookRequest request) =>
        request.Body.Length < 64 && FormBody.Read(request.Body) is [{ Key: "webhook_id", Value: var number }] && number.All(char.IsAsciiDigit);
}

using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Mandrill;

/// <summary>
/// Base64 of HMAC-SHA1 over the webhook's address and the form (Mailchimp Transactional, "Authenticating webhook requests"). The address is
/// signed exactly as it was entered there, credentials included: where the proxy tells another one, the setting <c>Url</c> gives it. Before it makes the key,
/// Mandrill posts an empty batch signed with the key <c>test-webhook</c>.
/// </summary>
public sealed class MandrillVerifier : IVerifier
{
    private const string Header = "X-Mandrill-Signature";

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (FormBody.Read(request.Body) is not { } fields) return Verdict.Unreadable("a form is expected");
        if (fields.Value("mandrill_events") is "[]" && fields.Count == 1) return Verdict.Greeting;
        if (request.Header(Header) is not { } told) return Verdict.Forged($"The header {Header} is missing.");
        foreach (var url in Addresses(request, settings))
        {
            var signed = FormBody.Signed(url, fields);
            foreach (var secret in settings.Secrets)
            {
                if (Signatures.IsBase64Of(told, Signatures.HmacSha1(secret, signed))) return Verdict.Genuine;
            }
        }
        return Verdict.Forged("The signature does not fit the address and form and any of the configured keys.");
    }

    private static IEnumerable<string> Addresses(WebhookRequest request, SenderSettings settings)
    {
        if (settings.Other("Url") is { } told) yield return told;
        foreach (var url in SignedAddress.Spellings(request.Url, request.Header("Authorization"))) yield return url;
    }
}

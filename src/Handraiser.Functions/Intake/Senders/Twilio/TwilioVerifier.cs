using System.Security.Cryptography;
using System.Text;
using Handraiser.Functions.Intake.Senders.Common;
using Microsoft.AspNetCore.WebUtilities;

namespace Handraiser.Functions.Intake.Senders.Twilio;

/// <summary>
/// <c>X-Twilio-Signature</c>: Base64 of HMAC-SHA1 over the full address and the sorted form (Twilio, "Webhooks security"). Of a JSON body
/// only its hash is signed, as <c>bodySHA256</c> in the address. Twilio signs with or without the port; credentials in the address count.
/// </summary>
public sealed class TwilioVerifier : IVerifier
{
    private const string Header = "X-Twilio-Signature";

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (request.Header(Header) is not { } told) return Verdict.Forged($"The header {Header} is missing.");
        var seen = settings.Other("Url") is { } configured ? configured + Query(request.Url, configured) : request.Url;
        IEnumerable<KeyValuePair<string, string>> fields = [];
        if (BodyHash(seen) is { } hash)
        {
            if (!Signatures.IsHexOf(hash, SHA256.HashData(request.Body.Span))) return Verdict.Forged("The body's hash in the address does not fit the body.");
        }
        else if (FormBody.Read(request.Body) is { } form)
        {
            fields = form;
        }
        else
        {
            return Verdict.Unreadable("a form is expected");
        }
        foreach (var url in SignedAddress.Spellings(seen, request.Header("Authorization")))
        {
            var signed = FormBody.Signed(url, fields);
            foreach (var secret in settings.Secrets)
            {
                if (Signatures.IsBase64Of(told, Signatures.HmacSha1(secret, signed))) return Verdict.Genuine;
            }
        }
        return Verdict.Forged("The signature does not fit the address and form and any of the configured tokens.");
    }

    /// <summary>The query of the request belongs to the signed address, unless the setting tells a query of its own.</summary>
    private static string Query(string url, string configured)
    {
        var start = url.IndexOf('?', StringComparison.Ordinal);
        return start < 0 || configured.Contains('?', StringComparison.Ordinal) ? "" : url[start..];
    }

    private static string? BodyHash(string url)
    {
        var start = url.IndexOf('?', StringComparison.Ordinal);
        return start >= 0 && QueryHelpers.ParseQuery(url[start..]).TryGetValue("bodySHA256", out var hash) ? hash.ToString() : null;
    }
}

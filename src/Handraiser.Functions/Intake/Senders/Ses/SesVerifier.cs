using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Handraiser.Functions.Intake.Senders.Ses;

/// <summary>
/// Amazon SNS signatures, versions 1 (SHA-1) and 2 (SHA-256), under the certificate that the message names (SNS developer guide, "Verifying
/// the signatures of messages"). The certificate must come from Amazon's host over TLS, be Amazon's by its name and chain, and be valid
/// now. Only topics that the settings allow are heard: the ARN stands where other senders have a secret.
/// </summary>
public sealed class SesVerifier(ISnsCertificates certificates) : IVerifier
{
    /// <inheritdoc/>
    public string? Complaint(string secret) => secret.StartsWith("arn:aws", StringComparison.Ordinal) ? null : "must be the ARN of an SNS topic";

    /// <inheritdoc/>
    public async ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation)
    {
        try
        {
            using var document = Json.Document(request.Body);
            return await VerifyAsync(new SnsMessage(document.RootElement), request, settings, cancellation);
        }
        catch (JsonException e)
        {
            return Verdict.Unreadable(Keeping.Place(e));
        }
        catch (Exception e) when (e is MalformedException or InvalidOperationException)
        {
            return Verdict.Unreadable("the text is not Unicode");
        }
    }

    private async ValueTask<Verdict> VerifyAsync(SnsMessage message, WebhookRequest request, SenderSettings settings, CancellationToken cancellation)
    {
        if (message.Topic is not { } topic || !settings.Secrets.Contains(topic, StringComparer.Ordinal)) return Verdict.Forged("The topic is not one that the settings allow.");
        if (message.Signed() is not { } signed) return Verdict.Forged("The message has not the fields of a signed message.");
        if (message.Timestamp is not { } stamp) return Verdict.Forged("The message has no timestamp.");
        HashAlgorithmName? hash = message.SignatureVersion switch
        {
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => null,
        };
        if (hash is null) return Verdict.Forged("The signature's version is not known.");
        if (message.Certificate is not { } url) return Verdict.Forged("The certificate's address is not Amazon's.");
        var signature = new byte[512];
        if (message.Signature is not { } told || told.Length > 680 || !Convert.TryFromBase64String(told, signature, out var length)) return Verdict.Forged("The signature is not Base64.");
        if (await certificates.FindAsync(url, settings, request.Now, cancellation) is not { } certificate) return Verdict.Forged("The certificate is not a valid one of Amazon's.");
        using var key = certificate.GetRSAPublicKey();
        if (key is null || !key.VerifyData(signed, signature.AsSpan(0, length), hash.Value, RSASignaturePadding.Pkcs1)) return Verdict.Forged("The signature does not fit the message.");
        return Verdict.Fresh(stamp, request.Now, settings.Tolerance);
    }
}

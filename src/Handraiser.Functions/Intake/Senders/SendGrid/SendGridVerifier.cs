using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Handraiser.Functions.Intake.Senders.SendGrid;

/// <summary>
/// The Event Webhook's signature: ECDSA (P-256, SHA-256, DER) over the timestamp's text and the raw body
/// (Twilio SendGrid, "Getting started with the Event Webhook security features"). The secret is the verification key of the dashboard:
/// Base64 of a SubjectPublicKeyInfo on one line.
/// </summary>
public sealed class SendGridVerifier : IVerifier
{
    private const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    private const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    private readonly ConcurrentDictionary<string, ECDsa?> keys = new();

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    /// <inheritdoc/>
    public string? Complaint(string secret) =>
        Import(secret) is null ? "must be the verification key that SendGrid shows: Base64 of a P-256 public key, without PEM armour" : null;

    private Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (request.Header(SignatureHeader) is not { } told) return Verdict.Forged($"The header {SignatureHeader} is missing.");
        if (request.Header(TimestampHeader) is not { } timestamp) return Verdict.Forged($"The header {TimestampHeader} is missing.");
        if (Signatures.UnixSeconds(timestamp) is not { } stamp) return Verdict.Forged($"The header {TimestampHeader} is not a number of seconds.");
        Span<byte> signature = stackalloc byte[192];
        if (told.Length > 256 || !Convert.TryFromBase64String(told, signature, out var length)) return Verdict.Forged($"The header {SignatureHeader} is not Base64.");

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using (var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            sha.AppendData(Encoding.ASCII.GetBytes(timestamp));
            sha.AppendData(request.Body.Span);
            sha.GetHashAndReset(hash);
        }
        foreach (var secret in settings.Secrets)
        {
            if (keys.GetOrAdd(secret, Import) is { } key && IsSigned(key, hash, signature[..length])) return Verdict.Fresh(stamp, request.Now, settings.Tolerance);
        }
        return Verdict.Forged("The signature does not fit the body and any of the configured keys.");
    }

    private static bool IsSigned(ECDsa key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        try
        {
            return key.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // Bytes that are no DER at all: as wrong as any other signature.
            return false;
        }
    }

    private static ECDsa? Import(string secret)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(secret), out _);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            key.Dispose();
            return null;
        }
    }
}

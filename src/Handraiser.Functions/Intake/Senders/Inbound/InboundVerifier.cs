using Handraiser.Functions.Intake.Senders.Common;
using Handraiser.Functions.Intake.Senders.SendGrid;

namespace Handraiser.Functions.Intake.Senders.Inbound;

/// <summary>
/// SendGrid signs what it parses where a security policy with a signature is attached (Twilio, "Securing your Inbound Parse Webhooks"): then
/// a secret is the policy's public key. Without a policy a secret is what stands in the address as user and password. A door that has a
/// key takes nothing unsigned.
/// </summary>
public sealed class InboundVerifier : IVerifier
{
    private readonly SendGridVerifier signature = new();
    private readonly SecretVerifier secret = new();

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation)
    {
        IReadOnlyList<string> keys = [.. settings.Secrets.Where(IsKey)];
        return keys.Count > 0
            ? signature.VerifyAsync(request, settings with { Secrets = keys }, cancellation)
            : secret.VerifyAsync(request, settings, cancellation);
    }

    /// <inheritdoc/>
    public string? Complaint(string secret) => IsKey(secret) || secret.Length >= 16 ? null : "must be the public key of a security policy, or user:password with 16 characters or more";

    private bool IsKey(string text) => signature.Complaint(text) is null;
}

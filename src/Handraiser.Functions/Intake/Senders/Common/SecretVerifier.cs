using System.Text;

namespace Handraiser.Functions.Intake.Senders.Common;

/// <summary>
/// For senders that do not sign, but can be told a secret: <c>Authorization: Basic</c> (a secret <c>user:password</c>, or only the
/// password), <c>Authorization: Bearer</c>, or a header of one's own (<c>X-Handraiser-Secret</c>, or the one that the setting
/// <c>Header</c> names).
/// </summary>
public sealed class SecretVerifier : IVerifier
{
    private const string OwnHeader = "X-Handraiser-Secret";

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Knows(request, settings) ? Verdict.Genuine : Verdict.Forged("The secret is missing or wrong; it is expected as basic or bearer authorization, or in the agreed header."));

    /// <summary>Whether the request tells one of the secrets.</summary>
    internal static bool Knows(WebhookRequest request, SenderSettings settings)
    {
        var told = Told(request, settings.Other("Header") ?? OwnHeader);
        var known = false;
        foreach (var secret in settings.Secrets)
        {
            foreach (var one in told) known |= Signatures.IsText(one, secret);
        }
        return known;
    }

    private static List<string> Told(WebhookRequest request, string header)
    {
        var told = new List<string>(3);
        if (request.Header(header) is { } own) told.Add(own);
        var authorization = request.Header("Authorization");
        if (authorization is null) return told;
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) told.Add(authorization[7..].Trim());
        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) AddBasic(told, authorization[6..].Trim());
        return told;
    }

    private static void AddBasic(List<string> told, string coded)
    {
        var bytes = new byte[coded.Length];
        if (!Convert.TryFromBase64String(coded, bytes, out var length)) return;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        told.Add(pair);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return;
        // Segment tells its write key as the user, without a password; others have a password and any user.
        told.Add(colon + 1 == pair.Length ? pair[..colon] : pair[(colon + 1)..]);
    }
}

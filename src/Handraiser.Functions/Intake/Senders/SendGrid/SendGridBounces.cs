using System.Text;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.SendGrid;

/// <summary>
/// How lasting SendGrid's bounces are. Its classification is spelt in two ways, by the webhook's reference and by the suppression API;
/// both are read. Old bodies have neither classification nor type, only the receiving server's status (RFC 3463).
/// </summary>
internal static class SendGridBounces
{
    public static BounceKind? Kind(in SendGridFields fields) => fields.Kind?.Ours switch
    {
        EventKinds.EmailBounced => OfBounce(in fields),
        EventKinds.EmailDropped => OfDrop(Text(fields.Reason)),
        _ => null,
    };

    private static BounceKind OfBounce(in SendGridFields fields)
    {
        var classified = Text(fields.Classification).Trim().ToLowerInvariant() switch
        {
            "invalid address" => BounceKind.Hard,
            "mailbox unavailable" or "technical" or "technical failure" => BounceKind.Soft,
            "content" or "reputation" or "frequency/volume" or "frequency or volume too high" => BounceKind.Blocked,
            _ => (BounceKind?)null,
        };
        if (classified is { } kind) return kind;
        if (fields.Type.SequenceEqual("blocked"u8)) return BounceKind.Blocked;
        return fields.Status is [(byte)'4', ..] ? BounceKind.Soft : BounceKind.Hard;
    }

    /// <summary>Of the reasons for not sending, two say that the address does not exist.</summary>
    private static BounceKind? OfDrop(string reason) =>
        reason.StartsWith("Bounced Address", StringComparison.OrdinalIgnoreCase) || reason.Equals("Invalid", StringComparison.OrdinalIgnoreCase) ? BounceKind.Hard : null;

    private static string Text(ReadOnlySpan<byte> told) => Encoding.UTF8.GetString(told);
}

using System.Text.Json;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Segment;

/// <summary>
/// <c>X-Signature</c>, hexadecimal HMAC-SHA1 over the body; of a batch only the first event is signed (Segment, "Webhooks destination").
/// Whoever saw one such batch could hang events of their own behind its first: a longer one is refused, unless the setting
/// <c>TrustBatches</c> says that the whole of it may be believed. Libraries that post as to Segment's own API tell the write key as basic
/// authorization or in the body, which covers batches of any length.
/// </summary>
public sealed class SegmentVerifier : IVerifier
{
    private const string Header = "X-Signature";
    private const string TrustBatches = "TrustBatches";

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (SecretVerifier.Knows(request, settings)) return Verdict.Genuine;
        var (writeKey, first, count) = Read(request.Body);
        var told = request.Header(Header);
        var (known, opens) = (false, false);
        foreach (var secret in settings.Secrets)
        {
            known |= Signatures.IsText(writeKey, secret);
            if (told is null) continue;
            known |= Signatures.IsHexOf(told, Signatures.HmacSha1(secret, request.Body.Span));
            opens |= first is not null && Signatures.IsHexOf(told, Signatures.HmacSha1(secret, first));
        }
        if (known || (opens && (count == 1 || settings.IsOn(TrustBatches)))) return Verdict.Genuine;
        if (opens) return Verdict.Forged("Only the first event of the batch is signed. Leave batching off, or tell the write key as basic authorization.");
        return Verdict.Forged(told is null && writeKey is null
            ? $"The header {Header}, or the write key as basic authorization, is missing."
            : "The signature or the write key does not fit any of the configured secrets.");
    }

    /// <summary>The write key that the body tells, and the first event of a batch with how many there are; nothing where the body cannot be read.</summary>
    private static (string? WriteKey, byte[]? First, int Count) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = Json.Document(body);
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Array ? root : root.Part("batch");
            var count = list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;
            return (root.Text("writeKey"), count > 0 ? list[0].Raw() : null, count);
        }
        catch (Exception e) when (e is JsonException or MalformedException or InvalidOperationException)
        {
            return (null, null, 0);
        }
    }
}

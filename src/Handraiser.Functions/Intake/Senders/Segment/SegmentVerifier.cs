using System.Text.Json;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Segment;

/// <summary>
/// <c>X-Signature</c>, hexadecimal HMAC-SHA1 over the body; of a batch only the first event is signed (Segment, "Webhooks destination").
/// Libraries that post as to Segment's own API tell the write key as basic authorization, which is the safer way for batches.
/// </summary>
public sealed class SegmentVerifier : IVerifier
{
    private const string Header = "X-Signature";

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation) =>
        ValueTask.FromResult(Verify(request, settings));

    private static Verdict Verify(WebhookRequest request, SenderSettings settings)
    {
        if (SecretVerifier.Knows(request, settings)) return Verdict.Genuine;
        if (request.Header(Header) is not { } told) return Verdict.Forged($"The header {Header}, or the write key as basic authorization, is missing.");
        foreach (var secret in settings.Secrets)
        {
            if (Signatures.IsHexOf(told, Signatures.HmacSha1(secret, request.Body.Span))) return Verdict.Genuine;
            if (FirstOfBatch(request.Body) is { } first && Signatures.IsHexOf(told, Signatures.HmacSha1(secret, first))) return Verdict.Genuine;
        }
        return Verdict.Forged("The signature does not fit the body and any of the configured secrets.");
    }

    private static byte[]? FirstOfBatch(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = Json.Document(body);
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Array ? root : root.Part("batch");
            return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0].Raw() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

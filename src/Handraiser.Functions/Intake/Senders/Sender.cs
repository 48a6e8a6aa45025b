namespace Handraiser.Functions.Intake.Senders;

/// <summary>Proves that a body comes from the sender it claims.</summary>
public interface IVerifier
{
    /// <summary>Judges the raw request. Never throws for what is in it.</summary>
    ValueTask<Verdict> VerifyAsync(WebhookRequest request, SenderSettings settings, CancellationToken cancellation);

    /// <summary>What is wrong with a secret, for the start of the app; null when it can be used.</summary>
    string? Complaint(string secret) => null;
}

/// <summary>Translates a sender's words into ours.</summary>
public interface IParser
{
    /// <summary>Reads a body that was proven. Events that cannot be used are set aside, the others are kept.</summary>
    /// <exception cref="MalformedException">The body as a whole cannot be understood.</exception>
    /// <exception cref="System.Text.Json.JsonException">The body is not JSON.</exception>
    Parsed Parse(WebhookRequest request);
}

/// <summary>For proofs that do not cover the body: what must be remembered, so that a proof is not used for another body.</summary>
public interface IReplayGuard
{
    /// <summary>When the proof was stamped, its name, and a hash of the body that it came with.</summary>
    (DateTimeOffset Stamp, string Proof, string Body) Fingerprint(WebhookRequest request);
}

/// <summary>Someone who may post to the door. Adding one is a folder, a line in <see cref="AllSenders"/> and a section of <c>docs/senders.md</c>.</summary>
/// <param name="Name">The name in the route and in settings; lower case.</param>
/// <param name="Verifier">Proves it.</param>
/// <param name="Parser">Translates it.</param>
/// <param name="Tolerance">How old a signed stamp may be; never less than the sender's own retries last where they keep the first stamp.</param>
public sealed record Sender(string Name, IVerifier Verifier, IParser Parser, TimeSpan Tolerance)
{
    /// <summary>The content types that are read; the first is what a missing one is taken for.</summary>
    public IReadOnlyList<string> ContentTypes { get; init; } = ["application/json"];
    /// <summary>The status that makes this sender stop retrying a body that will never be understood.</summary>
    public int MalformedStatus { get; init; } = 400;
    /// <summary>The largest body that is read.</summary>
    public int MostBytes { get; init; } = BodyReader.MaxBytes;
    /// <summary>Set where a signature does not cover the body.</summary>
    public IReplayGuard? ReplayGuard { get; init; }
}

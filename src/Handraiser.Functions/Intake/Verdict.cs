namespace Handraiser.Functions.Intake;

/// <summary>What the proof of a sender came to.</summary>
public enum Proof
{
    /// <summary>The body is the sender's own.</summary>
    Genuine,
    /// <summary>The proof is missing or wrong: 401.</summary>
    Forged,
    /// <summary>The proof is right, but older than the tolerance: 401.</summary>
    Stale,
    /// <summary>The proof stands in a body that cannot be read: malformed.</summary>
    Unreadable,
    /// <summary>An unsigned greeting that the sender makes when a webhook is saved: 200, and the body is ignored.</summary>
    Greeting,
}

/// <summary>The verdict of a verifier.</summary>
/// <param name="Proof">What the proof came to.</param>
/// <param name="Why">For a refusal: what was wrong, in words for the sender's operator. Never a part of the body.</param>
public readonly record struct Verdict(Proof Proof, string Why = "")
{
    /// <summary>The body is the sender's own.</summary>
    public static Verdict Genuine { get; } = new(Proof.Genuine);
    /// <summary>An unsigned greeting, answered 200 and otherwise ignored.</summary>
    public static Verdict Greeting { get; } = new(Proof.Greeting);
    /// <summary>The proof is missing or wrong.</summary>
    public static Verdict Forged(string why) => new(Proof.Forged, why);
    /// <summary>The proof stands in a body that cannot be read.</summary>
    public static Verdict Unreadable(string why) => new(Proof.Unreadable, why);
    /// <summary>The proof is older than the tolerance.</summary>
    public static Verdict Stale(string why) => new(Proof.Stale, why);

    /// <summary>Genuine, unless the stamp is older than the tolerance, or further ahead than <paramref name="ahead"/> where that is given.</summary>
    public static Verdict Fresh(DateTimeOffset stamp, DateTimeOffset now, TimeSpan tolerance, TimeSpan? ahead = null)
    {
        if (now - stamp > tolerance) return Stale($"The signed timestamp is older than the tolerance of {tolerance}.");
        if (ahead is { } most && stamp - now > most) return Stale($"The signed timestamp lies more than {most} ahead.");
        return Genuine;
    }
}

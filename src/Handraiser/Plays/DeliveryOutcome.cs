namespace Handraiser.Plays;

/// <summary>What the answer of a provider means for the message (<c>docs/guarantees.md</c>).</summary>
public enum OutcomeClass
{
    /// <summary>The provider took the message over.</summary>
    Accepted,
    /// <summary>The provider asked to slow down: surely not sent, try later.</summary>
    Throttled,
    /// <summary>Surely not sent, and the next try may do better.</summary>
    Temporary,
    /// <summary>Surely not sent, and no try will do better.</summary>
    Permanent,
    /// <summary>Sent or not: nobody can tell from the answer. Never tried again blindly.</summary>
    Ambiguous,
}

/// <summary>How one call of a provider ended.</summary>
/// <param name="Class">What it means.</param>
public sealed record DeliveryOutcome(OutcomeClass Class)
{
    /// <summary>The provider's id of the message, where it told one.</summary>
    public string? ProviderId { get; init; }
    /// <summary>How long the provider asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
    /// <summary>Why, in words for a person; nothing personal.</summary>
    public string? Reason { get; init; }
    /// <summary>Whether the provider calls the address itself invalid: it is suppressed then.</summary>
    public bool AddressInvalid { get; init; }
}

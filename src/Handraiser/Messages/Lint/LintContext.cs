namespace Handraiser.Messages.Lint;

/// <summary>What the lints know about a message beside its words. What is unknown is left out, and its rules are not asked.</summary>
public sealed record LintContext
{
    /// <summary>Personal messages are held to all of law 3, transactional ones to the least.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>Who reads it. Law 4 protects customers; a responder is meant to know what a customer did.</summary>
    public MessageAudience Audience { get; init; } = MessageAudience.Customer;

    /// <summary>The customer's first name, where it is known: a personal message should use it.</summary>
    public string? FirstName { get; init; }

    /// <summary>The call to action of this message, where it has one (law 3: not the same twice running).</summary>
    public string? CallToAction { get; init; }

    /// <summary>The call to action of the last message to this customer.</summary>
    public string? LastCallToAction { get; init; }

    /// <summary>When that happened which this message answers.</summary>
    public DateTimeOffset? CauseAt { get; init; }

    /// <summary>When the message would go, with the offset of the customer's own zone: its clock time is her clock time.</summary>
    public DateTimeOffset? SendAt { get; init; }
}

namespace Handraiser.Messages.Lint;

/// <summary>What a finding of a lint does: an error blocks the message, a warning is shown beside it.</summary>
public enum LintSeverity
{
    /// <summary>Shown to whoever writes; the message may go.</summary>
    Warning,

    /// <summary>The message must not go, the template must not load.</summary>
    Error,
}

/// <summary>One thing that a lint found in a message.</summary>
/// <param name="Rule">The rule's id, such as <c>creepy.opened</c>; every id stands in docs/messages.md.</param>
/// <param name="Severity">Whether it blocks.</param>
/// <param name="Words">The words found, as they stand in the message; a description where no words carry it (such as the hour).</param>
/// <param name="Why">Why it matters to the customer.</param>
/// <param name="Remedy">What to do instead.</param>
public sealed record LintFinding(string Rule, LintSeverity Severity, string Words, string Why, string Remedy)
{
    /// <summary>One line for a log or a terminal.</summary>
    public override string ToString() => $"{(Severity == LintSeverity.Error ? "error" : "warning")} {Rule}: \"{Words}\". {Remedy}";
}

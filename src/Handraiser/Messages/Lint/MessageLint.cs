using System.Collections.Immutable;

namespace Handraiser.Messages.Lint;

/// <summary>
/// Both lints on one message: for a human touch (law 3) and against creepiness (law 4). Run when a template loads, on drafts,
/// and on what a responder types. Errors block, warnings show. Pure: it reads no clock.
/// </summary>
public static class MessageLint
{
    /// <summary>Checks plain text, such as a draft or what a responder typed.</summary>
    public static ImmutableArray<LintFinding> Check(string text, LintContext context, string? subject = null) =>
        Check(LintSubject.FromText(text, subject), context);

    /// <summary>Checks a rendered e-mail, its subject and preview included.</summary>
    public static ImmutableArray<LintFinding> Check(RenderedMessage message, LintContext context) =>
        Check(LintSubject.From(message), context with { CallToAction = context.CallToAction ?? message.CallToAction });

    /// <summary>Checks a rendered text message.</summary>
    public static ImmutableArray<LintFinding> Check(SmsMessage message, LintContext context) =>
        Check(LintSubject.FromText(message.Text, null), context with { CallToAction = context.CallToAction ?? message.CallToAction });

    /// <summary>Whether any finding blocks.</summary>
    public static bool Blocks(this ImmutableArray<LintFinding> findings) => findings.Any(f => f.Severity == LintSeverity.Error);

    private static ImmutableArray<LintFinding> Check(LintSubject subject, LintContext context) =>
        context.Audience == MessageAudience.Responder
            ? [.. HumanTouch.Unfilled(subject)]
            : [.. HumanTouch.Check(subject, context), .. Creepiness.Check(subject.AllWords)];
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Handraiser.Messages.Lint;

/// <summary>A message as the lints see it: words, paragraphs, links, and whether it wears a layout.</summary>
internal sealed partial record LintSubject(string? Subject, string Body, string AllWords, int Links, string? Html)
{
    /// <summary>What was written in the message itself, a paragraph each; signatures and greetings included.</summary>
    public ImmutableArray<string> Paragraphs { get; } = [.. Blank().Split(Body).Select(p => p.Trim()).Where(p => p.Length > 0)];

    public static LintSubject FromText(string text, string? subject)
    {
        var plain = text.Replace("\r", "", StringComparison.Ordinal);
        return new LintSubject(subject, plain, subject + "\n\n" + plain, WebAddress().Count(plain), null);
    }

    public static LintSubject From(RenderedMessage message) => new(
        message.Subject,
        message.Body,
        message.Subject + "\n\n" + message.PreviewText + "\n\n" + message.Body,
        message.Links.Count(l => l.Role == LinkRole.Content),
        message.Html);

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\bhttps?://|(?<!/)\bwww\.", RegexOptions.IgnoreCase)]
    private static partial Regex WebAddress();
}

using System.Collections.Immutable;

namespace Handraiser.Messages;

/// <summary>What a link in a message is for.</summary>
public enum LinkRole
{
    /// <summary>What the message is about. A personal message has at most one (law 3).</summary>
    Content,

    /// <summary>Leaving, or choosing what comes; the way out is never counted as a link too many.</summary>
    Leave,
}

/// <summary>One link of a rendered message. Only http and https ever get here.</summary>
/// <param name="Text">What the customer reads.</param>
/// <param name="Url">Where it leads.</param>
/// <param name="Role">What it is for.</param>
public sealed record MessageLink(string Text, Uri Url, LinkRole Role);

/// <summary>An e-mail ready to be sent.</summary>
/// <param name="Subject">One line without control characters, so that it can stand in a header.</param>
/// <param name="PreviewText">What the inbox shows beside the subject; hidden at the top of the HTML. May be empty.</param>
/// <param name="Html">The whole HTML part.</param>
/// <param name="Text">The whole plain-text part.</param>
/// <param name="Body">The plain text without the foot: what was truly written. The lints read this.</param>
/// <param name="Links">Every link, in the order of the message.</param>
/// <param name="CallToAction">The template's name for what it asks the customer to do; null where it asks nothing.</param>
public sealed record RenderedMessage(
    string Subject,
    string PreviewText,
    string Html,
    string Text,
    string Body,
    ImmutableArray<MessageLink> Links,
    string? CallToAction);

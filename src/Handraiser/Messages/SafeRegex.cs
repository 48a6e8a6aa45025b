using System.Text.RegularExpressions;

namespace Handraiser.Messages;

/// <summary>
/// A pattern of our own over text of others'. It is matched the common way, which takes little memory, and where that goes on for too long,
/// in time linear in the text, which finds the same: the tables for that are large, so they are made when they are needed and not kept.
/// Such patterns have no look-around and no back-references.
/// </summary>
internal sealed class SafeRegex
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Regex usual;

    /// <summary>Makes it from a pattern.</summary>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    public SafeRegex(string pattern) => usual = new Regex(pattern, Options, Patience);

    /// <summary>The first match in a text.</summary>
    public Match Match(string text)
    {
        try
        {
            return usual.Match(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return Linear().Match(text);
        }
    }

    /// <summary>Whether there is a match in a text.</summary>
    public bool IsMatch(string text) => Match(text).Success;

    /// <summary>The same in linear time.</summary>
    internal Regex Linear() => new(usual.ToString(), Options | RegexOptions.NonBacktracking);
}

using System.Text.RegularExpressions;

namespace Handraiser.Messages.Lint;

/// <summary>The lint for a human touch (law 3): a person answers like a person.</summary>
public static partial class HumanTouch
{
    /// <summary>Every rule id of this lint, with what it asks for.</summary>
    public static IReadOnlyDictionary<string, string> Rules { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [NameFallback] = "A template that uses the first name says what stands there when no name is known.",
        [NameMissing] = "A personal message calls the customer by her name, where it is known.",
        [Gap] = "No placeholder, and no greeting to nobody, is left in a message.",
        [TooManyLinks] = "A personal message has at most one link.",
        [TooLong] = "A personal message has at most five paragraphs, and they are short.",
        [SameAction] = "Not the same call to action as the last message to this customer.",
        [AtNight] = "Nothing that a person could have written goes out between 21:00 and 08:00 of the customer's time.",
        [TooFast] = "Nobody answers within a minute of the cause.",
        [MarketingLayout] = "A personal message has no pictures, headings, tables or buttons.",
        [Shouting] = "No shouting: few exclamation marks, no words in capitals.",
    };

    internal const string NameFallback = "human.name-fallback";
    internal const string NameMissing = "human.name-missing";
    internal const string Gap = "human.unfilled";
    internal const string TooManyLinks = "human.too-many-links";
    internal const string TooLong = "human.too-long";
    internal const string SameAction = "human.same-action";
    internal const string AtNight = "human.at-night";
    internal const string TooFast = "human.too-fast";
    internal const string MarketingLayout = "human.marketing-layout";
    internal const string Shouting = "human.shouting";

    private const int MostParagraphs = 5;
    private const int MostWordsInParagraph = 70;

    // A greeting or a signature is no paragraph of its own to a reader.
    private const int FewWords = 6;

    private static readonly TimeOnly Evening = new(21, 0);
    private static readonly TimeOnly Morning = new(8, 0);
    private static readonly TimeSpan SoonestAnswer = TimeSpan.FromMinutes(1);

    internal static IEnumerable<LintFinding> Check(LintSubject message, LintContext context)
    {
        var personal = context.Kind == MessageKind.Personal;
        return Unfilled(message)
            .Concat(personal ? Personal(message, context) : [])
            .Concat(context.Kind == MessageKind.Transactional ? [] : Moment(context, personal ? LintSeverity.Error : LintSeverity.Warning))
            .Concat(Loud(message));
    }

    internal static IEnumerable<LintFinding> Unfilled(LintSubject message)
    {
        var match = Placeholder().Match(message.AllWords);
        if (match.Success)
        {
            yield return new(Gap, LintSeverity.Error, match.Value.Trim(), "A gap that was not filled tells her that a machine wrote.", "Fill the gap, or give the name a fallback.");
        }
    }

    private static IEnumerable<LintFinding> Personal(LintSubject message, LintContext context)
    {
        if (!string.IsNullOrWhiteSpace(context.FirstName) && !message.AllWords.Contains(context.FirstName, StringComparison.OrdinalIgnoreCase))
        {
            yield return new(NameMissing, LintSeverity.Warning, context.FirstName, "A person who writes to her would use her name.", $"Begin with \"{context.FirstName}\".");
        }

        if (message.Links > 1)
        {
            yield return new(TooManyLinks, LintSeverity.Error, $"{message.Links} links", "A letter with many links is an advertisement.", "Keep the one link that helps most.");
        }

        var paragraphs = message.Paragraphs.Count(p => Words(p) > FewWords);
        if (paragraphs > MostParagraphs)
        {
            yield return new(TooLong, LintSeverity.Error, $"{paragraphs} paragraphs", "A person who is busy writes a few lines.", $"Say it in {MostParagraphs} short paragraphs or fewer.");
        }

        foreach (var paragraph in message.Paragraphs.Where(p => Words(p) > MostWordsInParagraph))
        {
            yield return new(TooLong, LintSeverity.Warning, paragraph[..40] + "...", "Long paragraphs are not read on a phone.", $"Split or shorten it to under {MostWordsInParagraph} words.");
        }

        if (message.Html is { } html && Chrome().Match(html) is { Success: true } chrome)
        {
            yield return new(MarketingLayout, LintSeverity.Error, chrome.Value, "A letter typed by hand has no pictures, headings, tables or buttons.", "Write plain paragraphs, or make the template one of marketing.");
        }
    }

    private static IEnumerable<LintFinding> Moment(LintContext context, LintSeverity severity)
    {
        if (context.CallToAction is { } action && string.Equals(action, context.LastCallToAction, StringComparison.OrdinalIgnoreCase))
        {
            yield return new(SameAction, severity, action, "The last message asked her for the same.", "Ask for something else, or only help.");
        }

        if (context.SendAt is not { } sendAt)
        {
            yield break;
        }

        var clock = TimeOnly.FromDateTime(sendAt.DateTime);
        if (clock >= Evening || clock < Morning)
        {
            yield return new(AtNight, severity, $"{clock:HH\\:mm}", "It is night where she is, and people sleep.", "Send it after eight in her morning.");
        }

        if (context.CauseAt is { } cause && sendAt - cause < SoonestAnswer)
        {
            yield return new(TooFast, severity, $"{Math.Max(0, (sendAt - cause).TotalSeconds):0} seconds after the cause", "Nobody types an answer in less than a minute.", "Wait; twenty minutes look human.");
        }
    }

    private static IEnumerable<LintFinding> Loud(LintSubject message)
    {
        var match = Loudness().Match(message.AllWords);
        if (match.Success)
        {
            yield return new(Shouting, LintSeverity.Warning, match.Value, "It shouts.", "One exclamation mark at most, and words in small letters.");
        }
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    // "Hi ," and "Hallo !" are greetings whose name was empty; [name] and {{name}} were never filled.
    [GeneratedRegex(@"\{\{|\}\}|\[(?:first ?name|name|vorname|shop)\]|\b(?:Hi|Hello|Dear|Hey|Hallo|Liebe|Lieber|Guten Tag)\s+[,!.]", RegexOptions.IgnoreCase)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"<(?:img|table|h[1-6]|button)\b|class=""button""", RegexOptions.IgnoreCase)]
    private static partial Regex Chrome();

    [GeneratedRegex(@"!\s*!|(?:\b\p{Lu}{4,}\b\W+){2,}")]
    private static partial Regex Loudness();
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Handraiser.Messages.Lint;

/// <summary>
/// The lint against creepiness (law 4): finds sentences that say or imply that opens, clicks, visits, dwell, hours or places
/// were watched. Its rules are data (creepiness.yaml), and those of every language are asked of every message.
/// </summary>
public static partial class Creepiness
{
    private static readonly Lazy<ImmutableArray<CreepinessRule>> Loaded = new(CreepinessRules.LoadShipped);

    /// <summary>Every rule of every shipped language.</summary>
    public static ImmutableArray<CreepinessRule> Rules => Loaded.Value;

    /// <summary>Checks plain text. At most one finding for each rule id and sentence.</summary>
    public static ImmutableArray<LintFinding> Check(string text)
    {
        var findings = ImmutableArray.CreateBuilder<LintFinding>();
        foreach (var sentence in Sentences(text))
        {
            foreach (var rule in Rules)
            {
                if (rule.FindIn(sentence) is { } words && !findings.Any(f => f.Rule == rule.Id && sentence.Contains(f.Words, StringComparison.Ordinal)))
                {
                    findings.Add(new LintFinding(rule.Id, rule.Severity, words, rule.Why, rule.Remedy));
                }
            }
        }

        return findings.ToImmutable();
    }

    /// <summary>The sentences of a text: lines of one paragraph are joined, addresses of pages are left out, quotes are made plain.</summary>
    internal static IEnumerable<string> Sentences(string text)
    {
        var plain = WebAddress().Replace(text, " ").Replace('’', '\'').Replace('‘', '\'').Replace("\r", "", StringComparison.Ordinal);
        foreach (var paragraph in Blank().Split(plain))
        {
            foreach (var sentence in SentenceEnd().Split(Space().Replace(paragraph, " ")))
            {
                var trimmed = sentence.Trim();
                if (trimmed.Length > 0)
                {
                    yield return trimmed;
                }
            }
        }
    }

    [GeneratedRegex(@"https?://\S+|\bwww\.\S+")]
    private static partial Regex WebAddress();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    // The mark stays with its sentence: a question excuses what a statement does not.
    [GeneratedRegex(@"(?<=[.!?…])\s+")]
    private static partial Regex SentenceEnd();
}

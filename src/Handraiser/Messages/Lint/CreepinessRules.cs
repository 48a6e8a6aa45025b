using System.Collections.Immutable;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Handraiser.Messages.Lint;

/// <summary>One rule of the lint against creepiness, in one language.</summary>
/// <param name="Id">The same in every language.</param>
/// <param name="Language">Two letters.</param>
/// <param name="Severity">Whether it blocks.</param>
/// <param name="Why">Why it matters to the customer.</param>
/// <param name="Remedy">What to write instead.</param>
/// <param name="Fails">An example that this rule must find.</param>
/// <param name="Passes">An example, in like words, that no rule may find.</param>
public sealed record CreepinessRule(string Id, string Language, LintSeverity Severity, string Why, string Remedy, string Fails, string Passes)
{
    internal ImmutableArray<SafeRegex> Find { get; init; } = [];

    internal ImmutableArray<SafeRegex> Unless { get; init; } = [];

    /// <summary>The words of the sentence that break this rule, or null where it keeps it.</summary>
    public string? FindIn(string sentence)
    {
        foreach (var pattern in Find)
        {
            var match = pattern.Match(sentence);
            if (match.Success)
            {
                return Unless.Any(u => u.IsMatch(sentence)) ? null : match.Value;
            }
        }

        return null;
    }
}

/// <summary>Reads the rules from their YAML.</summary>
internal static class CreepinessRules
{
    public static ImmutableArray<CreepinessRule> LoadShipped()
    {
        var file = new DeserializerBuilder()
            .WithNamingConvention(HyphenatedNamingConvention.Instance)
            .Build()
            .Deserialize<RuleFile>(EmbeddedText.Read("Messages/Lint/creepiness.yaml"));
        return
        [
            .. from rule in file.Rules
               from language in new[] { ("en", rule.En), ("de", rule.De) }
               select Build(rule, language.Item1, language.Item2, file.Fragments[language.Item1]),
        ];
    }

    private static CreepinessRule Build(RuleEntry rule, string language, RuleWords words, Dictionary<string, string> fragments) =>
        new(rule.Id, language, rule.Severity, rule.Why, rule.Remedy, words.Fails, words.Passes)
        {
            Find = [.. words.Find.Select(p => new SafeRegex(Expand(p, fragments)))],
            Unless = [.. words.Unless.Select(p => new SafeRegex(Expand(p, fragments)))],
        };

    private static string Expand(string pattern, Dictionary<string, string> fragments)
    {
        var expanded = pattern.Replace("{gap}", "[^;]*?", StringComparison.Ordinal);
        // Fragments may use fragments, one level deep.
        for (var depth = 0; depth < 2; depth++)
        {
            foreach (var (name, words) in fragments)
            {
                expanded = expanded.Replace("{" + name + "}", words, StringComparison.Ordinal);
            }
        }

        return expanded;
    }

    private sealed class RuleFile
    {
        public Dictionary<string, Dictionary<string, string>> Fragments { get; set; } = [];

        public List<RuleEntry> Rules { get; set; } = [];
    }

    private sealed class RuleEntry
    {
        public string Id { get; set; } = "";

        public LintSeverity Severity { get; set; }

        public string Why { get; set; } = "";

        public string Remedy { get; set; } = "";

        public RuleWords En { get; set; } = new();

        public RuleWords De { get; set; } = new();
    }

    private sealed class RuleWords
    {
        public List<string> Find { get; set; } = [];

        public List<string> Unless { get; set; } = [];

        public string Fails { get; set; } = "";

        public string Passes { get; set; } = "";
    }
}

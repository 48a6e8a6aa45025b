using System.Collections.Immutable;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Handraiser.Messages.Replies;

/// <summary>The patterns of <c>replies.yaml</c>, those of all languages together.</summary>
internal sealed class ReplyWords
{
    // Linear in the length of what a stranger sends, whatever it is.
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    private static readonly Lazy<ReplyWords> Loaded = new(Load);

    public static ReplyWords Shipped => Loaded.Value;

    public required ImmutableArray<Regex> Quoted { get; init; }
    public required ImmutableArray<Regex> Divider { get; init; }
    public required ImmutableArray<(Regex First, Regex Next)> Heads { get; init; }
    public required ImmutableArray<Regex> Footer { get; init; }
    public required ImmutableArray<Regex> Automatic { get; init; }
    public required ImmutableArray<Regex> Leave { get; init; }

    private static ReplyWords Load()
    {
        var languages = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build()
            .Deserialize<Dictionary<string, Language>>(EmbeddedText.Read("Messages/Replies/replies.yaml")).Values;
        return new ReplyWords
        {
            Quoted = All(l => l.Quoted),
            Divider = All(l => l.Divider),
            // Outlook sets the words in bold, which is stars in plain text.
            Heads = [.. languages.Select(l => (Made($@"^\*?{l.Headers.First}:\*?\s"), Made($@"^\*?(?:{string.Join('|', l.Headers.Next)}):\*?\s")))],
            Footer = All(l => l.Footer),
            Automatic = All(l => l.Automatic),
            Leave = All(l => l.Leave.Select(p => $"^{p}$")),
        };

        ImmutableArray<Regex> All(Func<Language, IEnumerable<string>> patterns) => [.. languages.SelectMany(patterns).Distinct().Select(Made)];
    }

    private static Regex Made(string pattern) => new(pattern, Options);

    private sealed class Language
    {
        public List<string> Quoted { get; set; } = [];
        public List<string> Divider { get; set; } = [];
        public Head Headers { get; set; } = new();
        public List<string> Footer { get; set; } = [];
        public List<string> Automatic { get; set; } = [];
        public List<string> Leave { get; set; } = [];
    }

    private sealed class Head
    {
        public string First { get; set; } = "";
        public List<string> Next { get; set; } = [];
    }
}

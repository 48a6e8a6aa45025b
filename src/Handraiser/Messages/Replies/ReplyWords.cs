using System.Collections.Immutable;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Handraiser.Messages.Replies;

/// <summary>The patterns of <c>replies.yaml</c>, those of all languages together.</summary>
internal sealed class ReplyWords
{
    private static readonly Lazy<ReplyWords> Loaded = new(Load);

    public static ReplyWords Shipped => Loaded.Value;

    public required ImmutableArray<SafeRegex> Quoted { get; init; }
    public required ImmutableArray<SafeRegex> Divider { get; init; }
    public required ImmutableArray<(SafeRegex First, SafeRegex Next)> Heads { get; init; }
    public required ImmutableArray<SafeRegex> Footer { get; init; }
    public required ImmutableArray<SafeRegex> Automatic { get; init; }
    public required ImmutableArray<SafeRegex> Leave { get; init; }

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

        ImmutableArray<SafeRegex> All(Func<Language, IEnumerable<string>> patterns) => [.. languages.SelectMany(patterns).Distinct().Select(Made)];
    }

    private static SafeRegex Made(string pattern) => new(pattern);

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

using System.Collections.Frozen;
using System.Globalization;
using Handraiser.Messages.Languages;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Handraiser.Messages.Pages;

/// <summary>What the pages behind the links of mails say in one language. The words stand in Messages/Pages/*.yaml, one file each.</summary>
public sealed class PageWords
{
    private static readonly Lazy<FrozenDictionary<string, PageWords>> Shipped = new(LoadShipped);

    private readonly FrozenDictionary<string, string> _words;

    private PageWords(WordFile file)
    {
        Code = file.Code;
        Language = MessageLanguage.For(file.Code);
        _words = file.Words.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The languages that ship, by their two letters.</summary>
    public static IReadOnlyDictionary<string, PageWords> All => Shipped.Value;

    /// <summary>Two letters.</summary>
    public string Code { get; }

    /// <summary>How dates are written there.</summary>
    public MessageLanguage Language { get; }

    /// <summary>The names of all that can be said.</summary>
    public IEnumerable<string> Keys => _words.Keys;

    /// <summary>What stands under a name.</summary>
    public string this[string key] => _words[key];

    /// <summary>The words for a tag such as <c>de-AT</c>; English where we do not speak it.</summary>
    public static PageWords For(string? tag) => Shipped.Value.GetValueOrDefault(MessageLanguage.For(tag).Code) ?? Shipped.Value["en"];

    /// <summary>What stands under a name, with something filled in.</summary>
    public string Of(string key, string filling) => _words[key].Replace("{0}", filling, StringComparison.Ordinal);

    /// <summary>So many of something: one has a name of its own, and more of them the same with an s.</summary>
    public string Count(string key, int number) => number == 1 ? this[key] : Of(key + "s", number.ToString(CultureInfo.InvariantCulture));

    private static FrozenDictionary<string, PageWords> LoadShipped()
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build();
        return EmbeddedText.PathsUnder("Messages/Pages/")
            .Select(path => new PageWords(yaml.Deserialize<WordFile>(EmbeddedText.Read(path))))
            .ToFrozenDictionary(w => w.Code, StringComparer.Ordinal);
    }

    private sealed class WordFile
    {
        public string Code { get; set; } = "";

        public Dictionary<string, string> Words { get; set; } = [];
    }
}

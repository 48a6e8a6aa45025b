using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Handraiser.Playbooks.Reading;

/// <summary>A word of the playbook.</summary>
/// <param name="Name">The word.</param>
/// <param name="About">What it means, as a sentence.</param>
internal abstract record Word(string Name, string About)
{
    /// <summary>What holds when it is left out, in words; null for nothing.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it must not be left out.</summary>
    public bool Required { get; init; }

    /// <summary>What stands beside it.</summary>
    public abstract Shape Shape { get; }
}

/// <summary>A word with what stands beside it.</summary>
internal sealed record Word<T>(string Name, Shape<T> Of, string About) : Word(Name, About)
{
    public override Shape Shape => Of;
}

/// <summary>A group of words.</summary>
internal abstract class Section(string name, string about, ImmutableArray<Word> words)
{
    /// <summary>The group's name in the reference and in the schema.</summary>
    public string Name => name;

    /// <summary>What it is for, as a sentence.</summary>
    public string About => about;

    /// <summary>Its words.</summary>
    public ImmutableArray<Word> Words => words;
}

/// <summary>A group of words that makes a value.</summary>
/// <param name="name">The group's name.</param>
/// <param name="about">What it is for.</param>
/// <param name="words">Its words.</param>
/// <param name="make">Makes the value of the words that are there.</param>
/// <param name="alsoKinds">What stands beside a word that is a kind of event; null when kinds of events are no words here.</param>
internal sealed class Section<T>(string name, string about, ImmutableArray<Word> words, Section<T>.Make make, Shape? alsoKinds = null) : Shape<T>
{
    /// <summary>Makes the value; what it gives when it fails does not matter.</summary>
    public delegate bool Make(Fields fields, out T value);

    private readonly Of section = new(name, about, words);

    public override string Says => words.Length > 8 ? $"a group of words ({name})" : $"a group of words ({string.Join(", ", words.Select(w => w.Name))})";

    public override IEnumerable<Section> Sections => [section];

    public override JsonObject Schema(JsonObject definitions)
    {
        if (!definitions.ContainsKey(name))
        {
            // The place is taken first: a group may hold itself.
            definitions[name] = null;
            definitions[name] = Described(definitions);
        }
        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    public override bool TryRead(Item item, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (item.Node is not YamlMappingNode map) return item.Wrong("Here a group of words is expected.", $"Write {Says}.");
        var errors = item.Notes.Errors.Count;
        var fields = new Fields(item);
        foreach (var (key, node) in map.Children)
        {
            var word = (key as YamlScalarNode)?.Value ?? "";
            var below = item.Below(word, node);
            if (words.Any(w => w.Name == word) || (alsoKinds is not null && word.Contains('.', StringComparison.Ordinal))) fields.Add(word, below);
            else (below with { Node = key, Where = item.Where }).Wrong($"The word {word} is not known here.", Nearest.Ask(word, [.. words.Select(w => w.Name)]));
        }
        foreach (var missing in words.Where(w => w.Required && !fields.Has(w)))
        {
            item.Wrong($"The word {missing.Name} is missing.", $"Write {missing.Name}: and {missing.Shape.Says}.");
        }
        return make(fields, out value) && item.Notes.Errors.Count == errors;
    }

    private JsonObject Described(JsonObject definitions)
    {
        var properties = new JsonObject();
        foreach (var word in words)
        {
            var schema = word.Shape.Schema(definitions);
            schema["description"] = word.Default is { } left ? $"{word.About} Left out: {left}." : word.About;
            properties[word.Name] = schema;
        }
        var described = new JsonObject { ["type"] = "object", ["description"] = about, ["properties"] = properties };
        if (words.Any(w => w.Required)) described["required"] = new JsonArray([.. words.Where(w => w.Required).Select(w => (JsonNode)w.Name)]);
        if (alsoKinds is not null) described["patternProperties"] = new JsonObject { ["^[a-z][a-z0-9-]*\\.[a-z0-9.-]+$"] = alsoKinds.Schema(definitions) };
        described["additionalProperties"] = false;
        return described;
    }

    private sealed class Of(string name, string about, ImmutableArray<Word> words) : Section(name, about, words);
}

/// <summary>The words that stand in one group.</summary>
internal sealed class Fields(Item item)
{
    private readonly Dictionary<string, Item> found = [];
    private readonly Dictionary<string, object?> read = [];
    private readonly int errors = item.Notes.Errors.Count;

    /// <summary>The group.</summary>
    public Item Item => item;

    /// <summary>The words, in the order in which they were written.</summary>
    public IEnumerable<KeyValuePair<string, Item>> All => found;

    public void Add(string word, Item below) => found.TryAdd(word, below);

    public bool Has(Word word) => found.ContainsKey(word.Name);

    /// <summary>Where a word stands; null when it was left out.</summary>
    public Item? At(Word word) => found.GetValueOrDefault(word.Name);

    /// <summary>What stands beside a word, or as much of it as can be read; the fallback when it was left out. What cannot be read is noted once.</summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public T? Read<T>(Word<T> word, T? fallback = default) => Value(word) is T value ? value : fallback;

    /// <summary>What stands beside a word, for values that have no natural absence.</summary>
    public T? Maybe<T>(Word<T> word) where T : struct => (T?)Value(word);

    /// <summary>Notes that words do not fit together, unless some could not be read: then that is the error. Always false.</summary>
    public bool Wrong(string wrong, string remedy) => item.Notes.Errors.Count == errors && item.Wrong(wrong, remedy);

    private object? Value<T>(Word<T> word)
    {
        if (!found.TryGetValue(word.Name, out var below)) return null;
        if (read.TryGetValue(word.Name, out var known)) return known;
        var good = word.Of.TryRead(below, out var value);
        return read[word.Name] = good || value is System.Collections.ICollection ? value : null;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Handraiser.Playbooks.Reading;

/// <summary>What may stand at a place of a playbook: it reads it, describes it to people, and describes it to editors, so that the three agree.</summary>
internal abstract class Shape
{
    /// <summary>What to write, after "Write ...": <c>a length of time such as 4h</c>.</summary>
    public abstract string Says { get; }

    /// <summary>The JSON schema. Sections go into <paramref name="definitions"/> under their names and are referred to.</summary>
    public abstract JsonObject Schema(JsonObject definitions);

    /// <summary>The sections directly below.</summary>
    public virtual IEnumerable<Section> Sections => [];
}

/// <summary>A shape that gives a value.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>Reads; when that fails, the errors have been noted.</summary>
    public abstract bool TryRead(Item item, [MaybeNullWhen(false)] out T value);
}

/// <summary>One word, number or text.</summary>
/// <param name="says">What to write.</param>
/// <param name="schema">Its JSON schema.</param>
/// <param name="parse">Reads it; an error that is not noted gets a general one.</param>
internal sealed class Scalar<T>(string says, Func<JsonObject> schema, Scalar<T>.Parse parse) : Shape<T>
{
    /// <summary>Reads a text; what it gives when it fails does not matter.</summary>
    public delegate bool Parse(Item item, string text, out T value);

    public override string Says => says;

    public override JsonObject Schema(JsonObject definitions) => schema();

    public override bool TryRead(Item item, [MaybeNullWhen(false)] out T value)
    {
        var errors = item.Notes.Errors.Count;
        if (item.Text is { } text && parse(item, text, out value)) return true;
        value = default;
        return item.Notes.Errors.Count > errors ? false : item.Wrong(item.Text is null ? "Here one value is expected." : "This cannot be read.", $"Write {says}.");
    }
}

/// <summary>A list; a single value stands for a list of one.</summary>
internal sealed class ListOf<T>(Shape<T> of, string says) : Shape<List<T>>
{
    public override string Says => says;

    public override IEnumerable<Section> Sections => of.Sections;

    public override JsonObject Schema(JsonObject definitions) =>
        new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "array", ["items"] = of.Schema(definitions) }, of.Schema(definitions)) };

    public override bool TryRead(Item item, [MaybeNullWhen(false)] out List<T> value)
    {
        value = [];
        var good = true;
        IEnumerable<YamlNode> nodes = item.Node is YamlSequenceNode list ? list.Children : [item.Node];
        foreach (var node in nodes)
        {
            if (of.TryRead(item with { Node = node }, out var one)) value.Add(one);
            else good = false;
        }
        return good;
    }
}

/// <summary>Names of the marketer's own, each with a value.</summary>
/// <param name="name">What a name must be.</param>
/// <param name="of">What stands beside it.</param>
/// <param name="says">What to write.</param>
internal sealed class MapOf<T>(Shape<string> name, Shape<T> of, string says) : Shape<List<(Item Item, string Name, T Value)>>
{
    public override string Says => says;

    public override IEnumerable<Section> Sections => of.Sections;

    public override JsonObject Schema(JsonObject definitions) => new()
    {
        ["type"] = "object",
        ["propertyNames"] = name.Schema(definitions),
        ["additionalProperties"] = of.Schema(definitions),
    };

    public override bool TryRead(Item item, [MaybeNullWhen(false)] out List<(Item Item, string Name, T Value)> value)
    {
        value = [];
        if (item.Node is not YamlMappingNode map) return item.Wrong("Here names with their values are expected.", $"Write {says}.");
        var (good, names) = (true, new HashSet<string>());
        item.Notes.Named.TryAdd(item.Where, [.. map.Children.Select(c => c.Key.ToString())]);
        foreach (var (key, node) in map.Children)
        {
            var below = item.Below(key.ToString(), node);
            if (!(name.TryRead(below with { Node = key }, out var known) & of.TryRead(below, out var one))) good = false;
            // YAML itself refuses it, unless one of the two carries a tag.
            else if (!names.Add(known!)) good = (below with { Node = key }).Wrong("The same word stands twice in one group.", "Keep one of the two, or give the second another name.");
            else value.Add((below, known!, one!));
        }
        return good;
    }
}

/// <summary>A short form in one word, or the full one as a group of words or a list.</summary>
internal sealed class ShortOrFull<T>(Shape<T> brief, Shape<T> full) : Shape<T>
{
    public override string Says => $"{brief.Says}, or {full.Says}";

    public override IEnumerable<Section> Sections => full.Sections.Concat(brief.Sections);

    public override JsonObject Schema(JsonObject definitions) =>
        new() { ["anyOf"] = new JsonArray(brief.Schema(definitions), full.Schema(definitions)) };

    public override bool TryRead(Item item, [MaybeNullWhen(false)] out T value) =>
        item.Node is YamlScalarNode ? brief.TryRead(item, out value) : full.TryRead(item, out value);
}

/// <summary>Reads one shape as another kind of value.</summary>
internal sealed class As<TFrom, T>(Shape<TFrom> from, As<TFrom, T>.Make make) : Shape<T>
{
    /// <summary>Makes a value; what it gives when it fails does not matter.</summary>
    public delegate bool Make(Item item, TFrom read, out T value);

    public override string Says => from.Says;

    public override IEnumerable<Section> Sections => from.Sections;

    public override JsonObject Schema(JsonObject definitions) => from.Schema(definitions);

    public override bool TryRead(Item item, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return from.TryRead(item, out var read) && make(item, read, out value);
    }
}

/// <summary>A shape that is needed before it is made, for groups that hold themselves.</summary>
internal sealed class Later<T>(Func<Shape<T>> shape) : Shape<T>
{
    public override string Says => shape().Says;

    public override IEnumerable<Section> Sections => shape().Sections;

    public override JsonObject Schema(JsonObject definitions) => shape().Schema(definitions);

    public override bool TryRead(Item item, [MaybeNullWhen(false)] out T value) => shape().TryRead(item, out value);
}

using Handraiser.Segments;
using YamlDotNet.RepresentationModel;

namespace Handraiser.Playbooks.Reading;

/// <summary>What names in a playbook can stand for.</summary>
internal enum NameOf
{
    /// <summary>A segment.</summary>
    Segment,
    /// <summary>A question.</summary>
    Question,
    /// <summary>A template of a message.</summary>
    Template,
    /// <summary>A kind of event.</summary>
    Event,
    /// <summary>A topic.</summary>
    Topic,
}

/// <summary>A name that must exist elsewhere; checked when all has been read.</summary>
internal sealed record Mention(Item Item, NameOf Of, string Name);

/// <summary>An answer that must be one of its question's.</summary>
internal sealed record MentionedAnswer(Item Item, string Question, string Answer);

/// <summary>One reading of a playbook: what was found wrong so far, and what must be checked at the end.</summary>
internal sealed class Notes
{
    public List<PlaybookError> Errors { get; } = [];
    public List<Mention> Mentions { get; } = [];
    public List<MentionedAnswer> Answers { get; } = [];
    /// <summary>The names that were written under a word of names, whether or not their content could be read.</summary>
    public Dictionary<string, List<string>> Named { get; } = [];
    /// <summary>Conditions that were written where a segment could be named, by their text.</summary>
    public Dictionary<string, (Item Item, Condition Condition)> Conditions { get; } = [];
}

/// <summary>One place in a playbook.</summary>
/// <param name="Node">What stands there.</param>
/// <param name="Where">The words that lead there.</param>
/// <param name="Notes">The reading it belongs to.</param>
internal sealed record Item(YamlNode Node, string Where, Notes Notes)
{
    /// <summary>The text, when one word or number stands here; null for a list, a group or nothing.</summary>
    public string? Text => Node is YamlScalarNode { Value: { Length: > 0 } value } scalar && !IsNull(scalar) ? value : null;

    /// <summary>The place of a part.</summary>
    public Item Below(string word, YamlNode node) => new(node, Where.Length == 0 ? word : $"{Where}.{word}", Notes);

    /// <summary>Notes an error; always false, so that a reader can return it.</summary>
    public bool Wrong(string wrong, string remedy)
    {
        Notes.Errors.Add(new PlaybookError((int)Node.Start.Line, (int)Node.Start.Column, Where, Shown(), wrong, remedy));
        return false;
    }

    /// <summary>All that stands here, in one line, the same however it was laid out.</summary>
    public string Written() => Written(Node);

    private static string Written(YamlNode node) => node switch
    {
        YamlMappingNode map => "{ " + string.Join(", ", map.Children.Select(c => $"{Written(c.Key)}: {Written(c.Value)}")) + " }",
        YamlSequenceNode list => "[ " + string.Join(", ", list.Children.Select(Written)) + " ]",
        YamlScalarNode scalar => scalar.Value ?? "",
        _ => "",
    };

    private string? Shown()
    {
        var shown = Written();
        return shown.Length is 0 or > 60 ? null : shown;
    }

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && scalar.Value is "~" or "null";
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Handraiser.Playbooks.Reading;

/// <summary>
/// How deep and how much a playbook says, what it repeats by an alias counted again: looked at before anything is built of it, since a few
/// lines can repeat each other without end.
/// </summary>
internal static class Extent
{
    /// <summary>How many groups may stand in each other; nobody can read aloud a tenth of it.</summary>
    private const int Deepest = 64;

    /// <summary>How many words and groups there may be; the most segments that there may be take a tenth of it.</summary>
    private const int Most = 100_000;

    /// <summary>What is wrong with it; null for nothing.</summary>
    public static PlaybookError? Wrong(Parser parser)
    {
        var open = new Stack<(AnchorName Anchor, long Before)>();
        var sizes = new Dictionary<AnchorName, long>();
        var said = 0L;
        while (parser.MoveNext())
        {
            var at = parser.Current!;
            if (at is NodeEvent) said++;
            if (at is AnchorAlias alias)
            {
                if (open.Any(o => o.Anchor == alias.Value)) return Error(at, "This group repeats itself inside itself.", "Write out what is meant instead of the alias.");
                said += sizes.GetValueOrDefault(alias.Value);
            }
            if (at is MappingStart or SequenceStart) open.Push((((NodeEvent)at).Anchor, said));
            if (at is MappingEnd or SequenceEnd && open.Pop() is { Anchor.IsEmpty: false } done) sizes[done.Anchor] = said - done.Before;
            if (open.Count > Deepest) return Error(at, "Groups are nested too deep here.", $"Nest at most {Deepest} in each other; name parts of a condition as segments of their own.");
            if (said > Most) return Error(at, "The playbook says too much.", "Write at most 100,000 words and groups, what aliases repeat counted again.");
        }
        return null;
    }

    private static PlaybookError Error(ParsingEvent at, string wrong, string remedy) => new((int)at.Start.Line, (int)at.Start.Column, "", null, wrong, remedy);
}

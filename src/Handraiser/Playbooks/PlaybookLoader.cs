using System.Collections.Immutable;
using Handraiser.Playbooks.Reading;
using Handraiser.Playbooks.Vocabulary;
using Handraiser.Profiles;
using Handraiser.Segments;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Handraiser.Playbooks;

/// <summary>Reads playbooks (<c>docs/playbook.md</c>): YAML in, a checked and compiled <see cref="Playbook"/> or all that is wrong with it out.</summary>
public static class PlaybookLoader
{
    /// <summary>What decoders put in the place of what is no UTF-8: such a name would go out in every mail.</summary>
    private const char Unreadable = '\uFFFD';

    /// <summary>Reads a playbook.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="templates">The names of the templates that there are; null when they cannot be checked.</param>
    public static LoadedPlaybook Load(string text, IReadOnlyCollection<string>? templates = null)
    {
        var notes = new Notes();
        if (text.IndexOf(Unreadable) is >= 0 and var place)
        {
            var before = text.AsSpan(0, place);
            notes.Errors.Add(new PlaybookError(before.Count('\n') + 1, place - before.LastIndexOf('\n'), "", null, "This letter cannot be read.", "Save the file as UTF-8."));
        }
        if (Parse(text, notes) is not { } root) return Refused(notes);
        // References are checked also when words are wrong: people want to hear of all errors at once.
        PlaybookWords.Top.TryRead(new Item(root, "", notes), out var draft);
        if (draft is not null) References.Check(draft, notes, templates);
        return notes.Errors.Count > 0 || draft is null ? Refused(notes) : new LoadedPlaybook(Compile(draft, notes, text), []);
    }

    private static YamlMappingNode? Parse(string text, Notes notes)
    {
        var stream = new YamlStream();
        var parser = new Parser(new StringReader(text));
        try
        {
            if (Extent.Wrong(parser) is { } wrong)
            {
                notes.Errors.Add(wrong);
                return null;
            }
            stream.Load(new Parser(new StringReader(text)));
        }
        catch (YamlException e)
        {
            notes.Errors.Add(NotYaml(e));
            return null;
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner gives up so, without a place, when a bracket is never closed; the last place that it understood is near.
            notes.Errors.Add(NotYaml(new YamlException(parser.Current?.Start ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, "a bracket is opened and not closed")));
            return null;
        }
        if (stream.Documents is [{ RootNode: YamlMappingNode root }]) return root;
        notes.Errors.Add(new PlaybookError(1, 1, "", null, "This is no playbook.", "Write store:, segments: and plays: at the left margin; docs/playbook.md shows how."));
        return null;
    }

    private static PlaybookError NotYaml(YamlException e)
    {
        var doubled = e.Message.StartsWith("Duplicate key", StringComparison.Ordinal);
        return new PlaybookError((int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column), "", null,
            doubled ? "The same word stands twice in one group." : $"This is no YAML: {e.Message.TrimEnd('.')}.",
            doubled ? "Keep one of the two, or give the second another name." : "Look for a missing colon, quote or bracket, or a line that is not indented with spaces like its neighbours.");
    }

    private static LoadedPlaybook Refused(Notes notes) => new(null, [.. notes.Errors.Distinct().OrderBy(e => e.Line).ThenBy(e => e.Column)]);

    private static Playbook Compile(PlaybookDraft draft, Notes notes, string text) => new()
    {
        Version = StableHash.Id(text)[..12],
        Store = draft.Store,
        Team = draft.Team,
        Limits = draft.Limits,
        Score = draft.Score,
        Interest = draft.Interest,
        Events = [.. draft.Events.Select(e => e.Kind)],
        Segments = new CompiledSegments(draft.Segments.Select(s => s.Segment), notes.Conditions.ToDictionary(c => c.Key, c => c.Value.Condition), draft.Score.HalfLife, draft.Interest.HalfLife),
        Plays = draft.Plays,
        Questions = draft.Questions,
        Audiences = draft.Audiences,
        Topics = draft.Topics,
    };
}

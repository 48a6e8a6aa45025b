using System.Collections.Immutable;
using Handraiser.Playbooks.Vocabulary;
using Handraiser.Segments;

namespace Handraiser.Playbooks.Reading;

/// <summary>Checks what can be checked only when the whole playbook has been read: names that must exist elsewhere, and laws 5 and 6.</summary>
internal static class References
{
    public static void Check(PlaybookDraft draft, Notes notes, IReadOnlyCollection<string>? templates)
    {
        ImmutableArray<string> kinds = [.. Shapes.KnownKinds, .. draft.Events.Select(e => e.Kind)];
        var known = new Dictionary<NameOf, (string What, IReadOnlyCollection<string>? Names)>
        {
            [NameOf.Segment] = ("segment", Names(draft, notes, "segments", draft.Segments.Select(s => s.Segment.Path))),
            [NameOf.Question] = ("question", Names(draft, notes, "questions", draft.Questions.Select(q => q.Name))),
            [NameOf.Topic] = ("topic", [.. draft.Topics.Select(t => t.Key)]),
            [NameOf.Template] = ("template", templates),
            [NameOf.Event] = ("kind of event", kinds),
        };
        foreach (var mention in notes.Mentions)
        {
            var (what, names) = known[mention.Of];
            if (names is null || names.Contains(mention.Name)) continue;
            var remedy = mention.Of == NameOf.Event && Nearest.Find(mention.Name, names) is null
                ? $"A kind of your own has to be listed under events: [ {mention.Name} ]."
                : Nearest.Ask(mention.Name, names) is { Length: > 0 } ask ? ask : $"Write a {what} of this name.";
            mention.Item.Wrong($"There is no {what} {mention.Name}.", remedy);
        }
        foreach (var answer in notes.Answers)
        {
            if (draft.Questions.FirstOrDefault(q => q.Name == answer.Question) is not { } question) continue;
            string[] answers = [.. question.Answers.Select(a => a.Key)];
            if (!answers.Contains(answer.Answer)) answer.Item.Wrong($"The question {answer.Question} has no answer {answer.Answer}.", Nearest.Ask(answer.Answer, answers));
        }
        CheckSegments(draft, notes);
    }

    /// <summary>The names that were written, also those whose content could not be read: their errors are told once, where they are.</summary>
    private static IReadOnlyCollection<string> Names(PlaybookDraft draft, Notes notes, string word, IEnumerable<string> read) =>
        [.. read.Union(notes.Named.GetValueOrDefault(word, []))];

    private static void CheckSegments(PlaybookDraft draft, Notes notes)
    {
        ImmutableArray<Segment> all = [.. draft.Segments.Select(s => s.Segment)];
        if (all.Length > SegmentBits.Capacity) draft.Segments[SegmentBits.Capacity].Item.Wrong($"A playbook has at most {SegmentBits.Capacity} segments.", "Leave those out that no play uses.");
        foreach (var (item, segment) in draft.Segments)
        {
            if (segment.Parent is { } parent && all.All(s => s.Path != parent) && !notes.Named.GetValueOrDefault("segments", []).Contains(parent))
            {
                item.Wrong($"{segment.Path} is nested in {parent}, which is no segment.", $"{Nearest.Ask(parent, [.. all.Select(s => s.Path)])} Or write the segment {parent}.".TrimStart());
            }
        }
        if (all.Length > SegmentBits.Capacity) return;
        var circle = SegmentRules.Circle(all);
        if (!circle.IsEmpty)
        {
            draft.Segments.First(s => s.Segment.Path == circle[0]).Item.Wrong($"These segments need each other: {string.Join(", ", circle)}.", "Take one of the references out.");
            return;
        }
        var ways = new WaysIn(all);
        foreach (var (item, segment) in draft.Segments.Concat(notes.Conditions.Values.Select(c => (c.Item, Segment: new Segment("condition", c.Condition)))))
        {
            // Where the parent is missing, what it asks for cannot be known.
            if (!ways.IsDemographicAlone(segment) || (segment.Parent is { } parent && all.All(s => s.Path != parent))) continue;
            item.Wrong("Demographics alone put customers in here: age, sex and place say little of what somebody wants (law 6).",
                "Put them beside something that customers did or told us, all of which must be met: all: [ { viewed: { category: ..., within: 90d } }, { ... } ].");
        }
    }
}

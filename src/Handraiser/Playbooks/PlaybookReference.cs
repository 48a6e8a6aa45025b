using System.Text;
using Handraiser.Playbooks.Reading;
using Handraiser.Playbooks.Vocabulary;

namespace Handraiser.Playbooks;

/// <summary>Every word of the playbook as a page (the second half of <c>docs/playbook.md</c>); made of the words that the loader reads.</summary>
public static class PlaybookReference
{
    /// <summary>The page, as Markdown: one table for each group of words, and the kinds of events.</summary>
    public static string Text()
    {
        var page = new StringBuilder("## Every word\n");
        foreach (var section in AllSections()) Write(page, section);
        page.Append("\n### Kinds of events\n\n").AppendJoin(", ", Shapes.KnownKinds.Select(k => $"`{k}`")).Append(", and the kinds of your own that you list under `events`.\n");
        return page.ToString();
    }

    private static void Write(StringBuilder page, Section section)
    {
        page.Append("\n### ").Append(section.Name).Append("\n\n").Append(section.About).Append("\n\n| word | write | it means | left out |\n|---|---|---|---|\n");
        foreach (var word in section.Words)
        {
            var left = word.Required ? "must be there" : word.Default ?? "";
            page.Append("| `").Append(word.Name).Append("` | ").Append(word.Shape.Says).Append(" | ").Append(word.About).Append(" | ").Append(left).Append(" |\n");
        }
    }

    /// <summary>All groups of words, each once, a group before those inside it.</summary>
    private static List<Section> AllSections()
    {
        var found = new List<Section>();
        Add(PlaybookWords.Top);
        return found;

        void Add(Shape shape)
        {
            foreach (var section in shape.Sections)
            {
                if (found.Any(s => s.Name == section.Name)) continue;
                found.Add(section);
                foreach (var word in section.Words) Add(word.Shape);
            }
        }
    }
}

using System.Text;
using System.Text.Json;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>Reads NDJSON: one event of our own format (<c>docs/events.md</c>) a line.</summary>
public static class LinesImport
{
    /// <summary>The lines in order; empty ones are passed over.</summary>
    /// <param name="text">The file.</param>
    /// <param name="now">When it is imported, UTC.</param>
    /// <exception cref="MalformedException">The file is not UTF-8.</exception>
    public static IEnumerable<ImportedLine> Read(TextReader text, DateTimeOffset now)
    {
        var ids = new ImportIds();
        var number = 0;
        while (FileText.Read(text.ReadLine) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) yield return ReadLine(line, number, ids, now);
        }
    }

    private static ImportedLine ReadLine(string line, int number, ImportIds ids, DateTimeOffset now)
    {
        try
        {
            using var document = Json.Document(Encoding.UTF8.GetBytes(line));
            var one = OwnEvent.Read(document.RootElement, now);
            return ImportedLine.Good(number, document.RootElement.Text("id") is null ? one with { Id = ids.Next(one.Id) } : one);
        }
        catch (JsonException)
        {
            return ImportedLine.Bad(number, new MalformedException("", "the line is no JSON"));
        }
        catch (MalformedException e)
        {
            return ImportedLine.Bad(number, e);
        }
    }
}

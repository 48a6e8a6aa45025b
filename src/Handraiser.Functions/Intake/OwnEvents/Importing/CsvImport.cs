namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>Reads CSV with the columns of <see cref="CsvColumns"/>, separated by comma, semicolon or tab, quoted as RFC 4180 has it.</summary>
public static class CsvImport
{
    /// <summary>The rows in order; rows of one order that follow each other are one event.</summary>
    /// <param name="text">The file, with a header; it stays open.</param>
    /// <param name="now">When it is imported, UTC.</param>
    /// <exception cref="MalformedException">
    /// The header is missing or names a column that is not known; nothing is read then, so that no column is lost by a typing mistake. Or a
    /// row is longer than a MiB, as happens after a quote that is never closed.
    /// </exception>
    public static IEnumerable<ImportedLine> Read(TextReader text, DateTimeOffset now) =>
        Events(CsvRows.Read(text, [.. CsvColumns.All.Select(c => c.Name)], ["type", "at"]), now);

    private static IEnumerable<ImportedLine> Events(IEnumerable<CsvRow> rows, DateTimeOffset now)
    {
        var ids = new ImportIds();
        var gathered = new List<CsvRow>();
        foreach (var row in rows)
        {
            if (gathered.Count > 0 && !row.Continues(gathered[^1]))
            {
                yield return Event(gathered, ids, now);
                gathered.Clear();
            }
            gathered.Add(row);
        }
        if (gathered.Count > 0) yield return Event(gathered, ids, now);
    }

    private static ImportedLine Event(List<CsvRow> rows, ImportIds ids, DateTimeOffset now)
    {
        try
        {
            var one = CsvRow.ToEvent(rows, now);
            return ImportedLine.Good(rows[0].Line, rows[0].Fields.ContainsKey("id") ? one : one with { Id = ids.Next(one.Id) });
        }
        catch (MalformedException e)
        {
            return ImportedLine.Bad(rows[0].Line, e);
        }
    }
}

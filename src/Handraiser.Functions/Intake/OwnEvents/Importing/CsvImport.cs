using CsvHelper;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>Reads CSV with the columns of <see cref="CsvColumns"/>, separated by comma, semicolon or tab, quoted as RFC 4180 has it.</summary>
public static class CsvImport
{
    private const int LongestRow = 1024 * 1024;

    /// <summary>The rows in order; rows of one order that follow each other are one event.</summary>
    /// <param name="text">The file, with a header; it stays open.</param>
    /// <param name="now">When it is imported, UTC.</param>
    /// <exception cref="MalformedException">
    /// The header is missing or names a column that is not known; nothing is read then, so that no column is lost by a typing mistake. Or a
    /// row is longer than a MiB, as happens after a quote that is never closed.
    /// </exception>
    public static IEnumerable<ImportedLine> Read(TextReader text, DateTimeOffset now)
    {
        var reader = CsvReader.Create(text, new CsvReaderOptions { TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LongestRow, IncludeValuesInExceptions = false }, leaveOpen: true);
        return Events(reader, Header(reader), now);
    }

    private static string[] Header(CsvReader reader)
    {
        Guarded(() => { reader.ReadHeader(); return true; });
        var told = reader.Headers.ToArray();
        if (told.Length == 0) throw new MalformedException("header", "a first line with the names of the columns is expected");
        if (Array.Find(told, t => t.Length > 0 && CsvColumns.Find(t) is null) is { } stranger) throw new MalformedException("header", $"there is no column {stranger}; known are {string.Join(", ", CsvColumns.All.Select(c => c.Name))}");
        var columns = Array.ConvertAll(told, t => CsvColumns.Find(t) ?? "");
        if (columns.Where(c => c.Length > 0).GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new MalformedException("header", $"the column {twice.Key} stands there twice");
        if (Array.Find(["type", "at"], n => !columns.Contains(n, StringComparer.Ordinal)) is { } missing) throw new MalformedException("header", $"a column {missing} is expected");
        return columns;
    }

    private static IEnumerable<ImportedLine> Events(CsvReader reader, string[] columns, DateTimeOffset now)
    {
        using var reading = reader;
        var ids = new ImportIds();
        var gathered = new List<CsvRow>();
        while (Guarded(reader.Read))
        {
            var row = Row(reader, columns);
            if (row.Fields.Count == 0) continue;
            if (gathered.Count > 0 && !row.Continues(gathered[^1]))
            {
                yield return Event(gathered, ids, now);
                gathered.Clear();
            }
            gathered.Add(row);
        }
        if (gathered.Count > 0) yield return Event(gathered, ids, now);
    }

    private static bool Guarded(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException)
        {
            throw new MalformedException("", "the file is no CSV: a row is too long, perhaps because a quote is never closed");
        }
    }

    private static CsvRow Row(CsvReader reader, string[] columns)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(reader.FieldCount, columns.Length); i++)
        {
            if (columns[i].Length > 0 && !reader.IsEmpty(i)) fields[columns[i]] = reader.GetString(i);
        }
        return new CsvRow((int)reader.LineNumber, fields);
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

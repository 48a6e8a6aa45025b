using CsvHelper;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>Reads CSV with a header, separated by comma, semicolon or tab, quoted as RFC 4180 has it.</summary>
internal static class CsvRows
{
    private const int LongestRow = 1024 * 1024;

    /// <summary>The rows that are not empty, in order. The header is read at once.</summary>
    /// <param name="text">The file; it stays open.</param>
    /// <param name="known">The columns that there may be, as rows name them; in the file upper and lower case are one.</param>
    /// <param name="needed">The columns that there must be.</param>
    /// <exception cref="MalformedException">
    /// The header is missing or names a column that is not known; nothing is read then, so that no column is lost by a typing mistake. Or a
    /// row is longer than a MiB, as happens after a quote that is never closed, or the file is not UTF-8.
    /// </exception>
    public static IEnumerable<CsvRow> Read(TextReader text, IReadOnlyList<string> known, string[] needed)
    {
        var reader = CsvReader.Create(text, new CsvReaderOptions { TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LongestRow, IncludeValuesInExceptions = false }, leaveOpen: true);
        return Rows(reader, Header(reader, known, needed));
    }

    private static string[] Header(CsvReader reader, IReadOnlyList<string> known, string[] needed)
    {
        Guarded(() => { reader.ReadHeader(); return true; });
        var told = reader.Headers.ToArray();
        if (told.Length == 0) throw new MalformedException("header", "a first line with the names of the columns is expected");
        if (Array.Find(told, t => t.Length > 0 && Find(t) is null) is { } stranger) throw new MalformedException("header", $"there is no column {stranger}; known are {string.Join(", ", known)}");
        var columns = Array.ConvertAll(told, t => Find(t) ?? "");
        if (columns.Where(c => c.Length > 0).GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new MalformedException("header", $"the column {twice.Key} stands there twice");
        if (Array.Find(needed, n => !columns.Contains(n, StringComparer.Ordinal)) is { } missing) throw new MalformedException("header", $"a column {missing} is expected");
        return columns;

        string? Find(string column) => known.FirstOrDefault(k => k.Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<CsvRow> Rows(CsvReader reader, string[] columns)
    {
        using var reading = reader;
        while (Guarded(reader.Read))
        {
            var row = Row(reader, columns);
            if (row.Fields.Count > 0 || row.HasStray) yield return row;
        }
    }

    private static bool Guarded(Func<bool> read)
    {
        try
        {
            return FileText.Read(read);
        }
        catch (CsvFormatException)
        {
            throw new MalformedException("", "the file is no CSV: a row is too long, perhaps because a quote is never closed");
        }
    }

    private static CsvRow Row(CsvReader reader, string[] columns)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var hasStray = false;
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (reader.IsEmpty(i)) continue;
            if (i < columns.Length && columns[i].Length > 0) fields[columns[i]] = reader.GetString(i);
            else hasStray = true;
        }
        return new CsvRow((int)reader.LineNumber, fields, hasStray);
    }
}

using CsvHelper;
using Handraiser.Functions.Intake;

namespace Handraiser.Functions.Budgets;

/// <summary>A file of codes: CSV with or without a header.</summary>
internal static class CodeFile
{
    private const int LongestRow = 64 * 1024;

    /// <summary>The codes with their lines: the column called <c>code</c>, or the first one; empty ones are passed over.</summary>
    /// <exception cref="MalformedException">A row is too long, as after a quote that is never closed.</exception>
    public static IReadOnlyList<(int Line, string Code)> Read(TextReader text)
    {
        using var reader = CsvReader.Create(text, new CsvReaderOptions { HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LongestRow, IncludeValuesInExceptions = false }, leaveOpen: true);
        var codes = new List<(int, string)>();
        try
        {
            var column = 0;
            for (var isFirst = true; reader.Read(); isFirst = false)
            {
                if (isFirst && Enumerable.Range(0, reader.FieldCount).FirstOrDefault(i => reader.GetString(i).Equals("code", StringComparison.OrdinalIgnoreCase), -1) is >= 0 and var named)
                {
                    column = named;
                    continue;
                }
                if (column < reader.FieldCount && reader.GetString(column) is { Length: > 0 } code) codes.Add(((int)reader.LineNumber, code));
            }
            return codes;
        }
        catch (CsvFormatException)
        {
            throw new MalformedException("", "the file is no CSV: a row is too long, perhaps because a quote is never closed");
        }
    }
}

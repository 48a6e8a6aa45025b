using System.CommandLine;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.OwnEvents.Importing;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser import</c>: brings past orders, visits and customers from a file into a running Handraiser.</summary>
internal static class ImportCommand
{
    private static readonly ImportTarget Events = new("events", "api/events", "application/x-ndjson", "", Read);

    public static Command Create(HttpMessageHandler? transport)
    {
        var command = new Command("import", $"""
            Import past events from a file: CSV with a header, or NDJSON with one event of our own format a line (docs/import.md). Importing a file
            again changes nothing. Refused lines are listed in a file beside it; ends with 0 when every line was taken, with 2 when some were
            refused, with 1 when it could not go on. The columns of a CSV file:

            {string.Join('\n', CsvColumns.All.Select(c => $"  {c.Name,-12} {c.Meaning}"))}
            """);
        return command.Importing("The file; .ndjson and .jsonl are NDJSON, everything else is CSV.", Events, transport);
    }

    private static IEnumerable<FileLine> Read(FileInfo file, TextReader text, DateTimeOffset now)
    {
        var lines = file.Extension.ToLowerInvariant() is ".ndjson" or ".jsonl" ? LinesImport.Read(text, now) : CsvImport.Read(text, now);
        return lines.Select(l => new FileLine(l.Line, l.Event is { } one ? [.. JsonSerializer.SerializeToUtf8Bytes(one, EventJson.One), (byte)'\n'] : null, l.Refusal));
    }
}

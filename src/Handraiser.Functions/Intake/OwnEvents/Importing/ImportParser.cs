using System.Runtime.InteropServices;
using Handraiser.Functions.Intake.Senders;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>Files of <c>POST /api/import</c>: CSV unless the type says lines (NDJSON).</summary>
public sealed class ImportParser : IParser
{
    /// <summary>The one instance; it has no state.</summary>
    public static ImportParser Instance { get; } = new();

    /// <summary>The lines of a file in order.</summary>
    /// <exception cref="MalformedException">The file as a whole cannot be read.</exception>
    public static IReadOnlyList<ImportedLine> Lines(WebhookRequest request)
    {
        using var body = MemoryMarshal.TryGetArray(request.Body, out var bytes) ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count) : new MemoryStream(request.Body.ToArray());
        using var text = FileText.Open(body);
        var type = request.Header("Content-Type")?.Split(';')[0].Trim();
        return [.. type is null || type.Equals("text/csv", StringComparison.OrdinalIgnoreCase) ? CsvImport.Read(text, request.Now) : LinesImport.Read(text, request.Now)];
    }

    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        var parsed = new Parsed();
        foreach (var line in Lines(request))
        {
            if (line.Event is { } one) parsed.Events.Add(one);
            else parsed.Refused.Add(new RefusedEvent($"line {line.Line}", line.Refusal ?? "", ""));
        }
        return parsed;
    }
}

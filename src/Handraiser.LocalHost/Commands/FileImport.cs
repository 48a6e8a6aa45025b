using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.OwnEvents.Importing;

namespace Handraiser.LocalHost.Commands;

/// <summary>What an import came to.</summary>
/// <param name="Sent">Events that were taken in this run.</param>
/// <param name="Refused">Lines that gave no event.</param>
internal sealed record ImportTotals(int Sent, int Refused);

/// <summary>One file, posted in batches of 500 events, with a state file beside it from which a broken import goes on.</summary>
internal sealed class FileImport(HostApi api, FileInfo file)
{
    private const int MostInBatch = 500;
    // Below the door's limit of 5 MiB with room for the brackets.
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>The file with the refused lines; there is none when there are none.</summary>
    public string Report => file.FullName + ".refused.txt";

    private string State => file.FullName + ".import-state";

    /// <summary>Imports the file.</summary>
    /// <param name="resume">Whether to pass over what an earlier run has sent.</param>
    /// <param name="now">The time of the import, UTC.</param>
    /// <param name="progress">Gets the share of the file that is done, from 0 to 1.</param>
    /// <param name="cancellation">Breaks off between batches.</param>
    /// <exception cref="HostApiException">A batch was not taken; the state file tells how far it came.</exception>
    /// <exception cref="Handraiser.Functions.Intake.MalformedException">The header is wrong, and nothing was sent.</exception>
    public async Task<ImportTotals> RunAsync(bool resume, DateTimeOffset now, Action<double> progress, CancellationToken cancellation)
    {
        var hash = await HashAsync(cancellation);
        var done = resume ? LastDone(hash) : 0;
        File.Delete(Report);
        var (sent, refused, last, size) = (0, 0, 0, 0);
        var batch = new List<byte[]>();
        await using var content = file.OpenRead();
        using var text = new StreamReader(content, Encoding.UTF8);
        foreach (var line in Read(text, now))
        {
            if (line.Refusal is { } why)
            {
                refused++;
                await File.AppendAllTextAsync(Report, string.Create(CultureInfo.InvariantCulture, $"line {line.Line}: {why}\n"), cancellation);
            }
            if (line.Event is null || line.Line <= done) continue;
            var bytes = JsonSerializer.SerializeToUtf8Bytes(line.Event, EventJson.One);
            if (batch.Count == MostInBatch || (batch.Count > 0 && size + bytes.Length > MostBytes)) await FlushAsync();
            batch.Add(bytes);
            size += bytes.Length + 1;
            last = line.Line;
        }
        if (batch.Count > 0) await FlushAsync();
        File.Delete(State);
        progress(1);
        return new ImportTotals(sent, refused);

        async Task FlushAsync()
        {
            await PostAsync(batch, cancellation);
            sent += batch.Count;
            await File.WriteAllTextAsync(State, string.Create(CultureInfo.InvariantCulture, $"{hash} {last}\n"), cancellation);
            batch.Clear();
            size = 0;
            progress((double)content.Position / content.Length);
        }
    }

    private IEnumerable<ImportedLine> Read(TextReader text, DateTimeOffset now) =>
        file.Extension.ToLowerInvariant() is ".ndjson" or ".jsonl" ? LinesImport.Read(text, now) : CsvImport.Read(text, now);

    private async Task PostAsync(List<byte[]> batch, CancellationToken cancellation)
    {
        using var lines = new MemoryStream();
        foreach (var one in batch)
        {
            lines.Write(one);
            lines.WriteByte((byte)'\n');
        }
        using var content = new ByteArrayContent(lines.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        await api.SendAsync(HttpMethod.Post, "api/events", content, cancellation);
    }

    /// <summary>The last line that an earlier run of this very content has sent; 0 when there was none, or the file has changed since.</summary>
    private int LastDone(string hash) =>
        File.Exists(State) && File.ReadAllText(State).Split(' ', StringSplitOptions.TrimEntries) is [var of, var line] && of == hash
        && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private async Task<string> HashAsync(CancellationToken cancellation)
    {
        await using var content = file.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
    }
}

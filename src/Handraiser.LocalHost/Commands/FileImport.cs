using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Handraiser.Functions.Intake.OwnEvents.Importing;

namespace Handraiser.LocalHost.Commands;

/// <summary>What an import came to.</summary>
/// <param name="Sent">What was taken in this run.</param>
/// <param name="Refused">Lines that gave nothing.</param>
internal sealed record ImportTotals(int Sent, int Refused);

/// <summary>What a line of a file came to: what is sent for it, or the reason why nothing is.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Content">What is sent, ending in a line feed; null when it is refused.</param>
/// <param name="Refusal">Why it is refused; null when it is not.</param>
internal sealed record FileLine(int Line, byte[]? Content, string? Refusal);

/// <summary>What files hold, and where it goes.</summary>
/// <param name="Noun">What they hold, in the plural.</param>
/// <param name="Route">Where batches are posted.</param>
/// <param name="ContentType">As what.</param>
/// <param name="Heading">What every batch begins with.</param>
/// <param name="Read">Reads a file; the time is that of the import, UTC.</param>
internal sealed record ImportTarget(string Noun, string Route, string ContentType, string Heading, Func<FileInfo, TextReader, DateTimeOffset, IEnumerable<FileLine>> Read);

/// <summary>One file, posted in batches of 500, with a state file beside it from which a broken import goes on.</summary>
internal sealed class FileImport(HostApi api, FileInfo file, ImportTarget target)
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
        using var text = FileText.Open(content);
        foreach (var line in target.Read(file, text, now))
        {
            if (line.Refusal is { } why)
            {
                refused++;
                await File.AppendAllTextAsync(Report, string.Create(CultureInfo.InvariantCulture, $"line {line.Line}: {why}\n"), cancellation);
            }
            if (line.Content is not { } bytes || line.Line <= done) continue;
            if (batch.Count == MostInBatch || (batch.Count > 0 && size + bytes.Length > MostBytes)) await FlushAsync();
            batch.Add(bytes);
            size += bytes.Length;
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

    private async Task PostAsync(List<byte[]> batch, CancellationToken cancellation)
    {
        using var lines = new MemoryStream();
        lines.Write(Encoding.UTF8.GetBytes(target.Heading));
        foreach (var one in batch) lines.Write(one);
        using var content = new ByteArrayContent(lines.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(target.ContentType);
        await api.SendAsync(HttpMethod.Post, target.Route, content, cancellation);
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

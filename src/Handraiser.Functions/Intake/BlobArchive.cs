using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Threading.Channels;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake;

/// <summary>
/// The archive in blobs: requests gather for some seconds and are written as one blob a sender, gzipped lines of JSON named
/// <c>sender/yyyy/MM/dd/HHmmss-id.ndjson.gz</c> by the first one's time (UTC). Settings: <c>Archive:Enabled</c> (true) and
/// <c>Archive:GatherSeconds</c> (10). When storage is down for long, the newest bodies are dropped and that is logged: acknowledged
/// events are in the queue, the archive is a convenience.
/// </summary>
public sealed partial class BlobArchive(BlobServiceClient blobs, IConfiguration configuration, TimeProvider clock, ILogger<BlobArchive> log) : BackgroundService, IArchive
{
    private const int MostWaiting = 2_000;
    private const int MostInBlob = 500;

    private readonly Channel<(string Sender, WebhookRequest Request)> waiting = Channel.CreateBounded<(string, WebhookRequest)>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly bool enabled = configuration["Archive:Enabled"] is not { } text || !bool.TryParse(text, out var on) || on;

    private readonly TimeSpan gather = TimeSpan.FromSeconds(
        double.TryParse(configuration["Archive:GatherSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 ? seconds : 10);

    /// <inheritdoc/>
    public void Add(string sender, WebhookRequest request)
    {
        if (enabled && !waiting.Writer.TryWrite((sender, ArchivedRequest.Detached(request)))) Dropped(sender);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(gather, clock, stoppingToken);
                await FlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is left is written by StopAsync.
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <summary>Writes everything that waits.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var taken = new List<(string Sender, WebhookRequest Request)>();
            while (taken.Count < MostInBlob && waiting.Reader.TryRead(out var one)) taken.Add(one);
            if (taken.Count == 0) return;
            foreach (var ofSender in taken.GroupBy(t => t.Sender, t => t.Request)) await WriteAsync(ofSender.Key, [.. ofSender], cancellation);
        }
    }

    private async Task WriteAsync(string sender, List<WebhookRequest> requests, CancellationToken cancellation)
    {
        try
        {
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await using (var lines = new StreamWriter(gzip, new UTF8Encoding(false)) { NewLine = "\n" })
            {
                foreach (var request in requests) await lines.WriteLineAsync(ArchivedRequest.Of(sender, request, Encoding.UTF8.GetString(request.Body.Span)).ToJson());
            }
            packed.Position = 0;
            var at = requests[0].Now.UtcDateTime.ToString("yyyy'/'MM'/'dd'/'HHmmss", CultureInfo.InvariantCulture);
            var container = blobs.GetBlobContainerClient(Names.Containers.Archive);
            await container.UploadBlobAsync($"{sender}/{at}-{Guid.NewGuid():n}.ndjson.gz", packed, cancellation);
        }
        catch (Exception e) when (e is RequestFailedException or IOException or AggregateException)
        {
            NotWritten(e, requests.Count, sender);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The archive is behind; a body of {Sender} was not archived. Its events are in the queue")]
    private partial void Dropped(string sender);

    [LoggerMessage(LogLevel.Warning, "{Count} bodies of {Sender} could not be archived. Their events are in the queue")]
    private partial void NotWritten(Exception exception, int count, string sender);
}

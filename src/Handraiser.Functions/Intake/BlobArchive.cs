using System.Globalization;
using System.IO.Compression;
using System.Threading.Channels;
using Azure;
using Azure.Storage.Blobs;
using Handraiser.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake;

/// <summary>
/// The archive in blobs: requests gather for some seconds, or until they are many bytes, and are written as one blob a sender, gzipped
/// lines of JSON named <c>sender/yyyy/MM/dd/HHmmss-id.ndjson.gz</c> by the first one's time (UTC). Settings: <c>Archive:Enabled</c> (true)
/// and <c>Archive:GatherSeconds</c> (10). When storage is down for long, the newest bodies are dropped and their number is logged:
/// acknowledged events are in the queue, the archive is a convenience.
/// </summary>
public sealed partial class BlobArchive(BlobServiceClient blobs, IConfiguration configuration, TimeProvider clock, ILogger<BlobArchive> log) : BackgroundService, IArchive
{
    /// <summary>A small instance has 512 MB for everything.</summary>
    private const long MostWaitingBytes = 16 * 1024 * 1024;
    private const long MostInBlobBytes = 2 * 1024 * 1024;

    /// <summary>What a request takes beside its body.</summary>
    private const int RequestBytes = 1024;

    private readonly Channel<(string Sender, WebhookRequest Request)> waiting = Channel.CreateUnbounded<(string, WebhookRequest)>(
        new UnboundedChannelOptions { SingleReader = true });

    private long waitingBytes;
    private int dropped;
    private TaskCompletionSource much = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly bool enabled = configuration["Archive:Enabled"] is not { } text || !bool.TryParse(text, out var on) || on;

    private readonly TimeSpan gather = TimeSpan.FromSeconds(
        double.TryParse(configuration["Archive:GatherSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 ? seconds : 10);

    /// <inheritdoc/>
    public void Add(string sender, WebhookRequest request)
    {
        if (!enabled) return;
        var bytes = Interlocked.Add(ref waitingBytes, SizeOf(request));
        if (bytes > MostWaitingBytes || !waiting.Writer.TryWrite((sender, ArchivedRequest.Detached(request))))
        {
            Interlocked.Add(ref waitingBytes, -SizeOf(request));
            Interlocked.Increment(ref dropped);
        }
        else if (bytes >= MostInBlobBytes)
        {
            much.TrySetResult();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.WhenAny(Task.Delay(gather, clock, stoppingToken), much.Task);
                stoppingToken.ThrowIfCancellationRequested();
                much = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
            if (Interlocked.Exchange(ref dropped, 0) is > 0 and var lost) Dropped(lost);
            var taken = new List<(string Sender, WebhookRequest Request)>();
            var bytes = 0L;
            while (bytes < MostInBlobBytes && waiting.Reader.TryRead(out var one))
            {
                taken.Add(one);
                bytes += SizeOf(one.Request);
            }
            if (taken.Count == 0) return;
            Interlocked.Add(ref waitingBytes, -bytes);
            foreach (var ofSender in taken.GroupBy(t => t.Sender, t => t.Request)) await WriteAsync(ofSender.Key, [.. ofSender], cancellation);
        }
    }

    private async Task WriteAsync(string sender, List<WebhookRequest> requests, CancellationToken cancellation)
    {
        try
        {
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                foreach (var request in requests) ArchivedRequest.WriteLine(gzip, sender, request);
            }
            var at = requests[0].Now.UtcDateTime.ToString("yyyy'/'MM'/'dd'/'HHmmss", CultureInfo.InvariantCulture);
            var content = BinaryData.FromBytes(packed.GetBuffer().AsMemory(0, (int)packed.Length));
            await blobs.GetBlobContainerClient(Names.Containers.Archive).UploadNewAsync($"{sender}/{at}-{Guid.NewGuid():n}.ndjson.gz", content, cancellation);
        }
        catch (Exception e) when (e is RequestFailedException or IOException or AggregateException or ArgumentException)
        {
            NotWritten(e, requests.Count, sender);
        }
    }

    private static int SizeOf(WebhookRequest request) => request.Body.Length + RequestBytes;

    [LoggerMessage(LogLevel.Warning, "The archive is behind; {Count} bodies were not archived. Their events are in the queue")]
    private partial void Dropped(int count);

    [LoggerMessage(LogLevel.Warning, "{Count} bodies of {Sender} could not be archived. Their events are in the queue")]
    private partial void NotWritten(Exception exception, int count, string sender);
}

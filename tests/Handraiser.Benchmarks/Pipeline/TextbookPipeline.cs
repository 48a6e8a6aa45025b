using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Handraiser.LocalHost;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>
/// The pipeline of the textbooks, with the same clients and full concurrency: a queue message for each event; for each message a point read
/// of the profile and a conditional write, a row for the event, one for the segment, one for the wake; an alias row for the cart's token.
/// </summary>
internal sealed class TextbookPipeline : IPipeline
{
    private const int Sending = 32;
    private const int Receivers = 3;

    private readonly WebApplication web;
    private readonly CancellationTokenSource stop = new();
    private readonly Task receiving;
    private readonly QueueClient queue;
    private readonly TextbookWorker worker;
    private long processed;

    private TextbookPipeline(WebApplication web, QueueClient queue, TextbookWorker worker)
    {
        this.web = web;
        this.queue = queue;
        this.worker = worker;
        receiving = Task.WhenAll(Enumerable.Range(0, Receivers).Select(_ => Task.Run(ReceiveAsync)));
    }

    public long Processed => Interlocked.Read(ref processed);

    public static async Task<IPipeline> StartAsync(string storage, string folder, int port, CallRecorder recorder)
    {
        var plain = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        plain.AddPolicy(recorder, Azure.Core.HttpPipelinePosition.PerRetry);
        var watched = new TableClientOptions();
        watched.AddPolicy(recorder, Azure.Core.HttpPipelinePosition.PerRetry);
        var queue = new QueueServiceClient(storage, plain).GetQueueClient("textbook");
        await queue.CreateIfNotExistsAsync();
        var keys = LocalKeys.LoadOrCreate(folder);
        var worker = new TextbookWorker(new TableServiceClient(storage, watched), new Identity(Convert.FromBase64String(keys.Installation)));
        await worker.CreateTablesAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.MapPost("/api/events", async (HttpRequest request) =>
        {
            if (request.Headers["x-functions-key"] != keys.Events) return Results.Unauthorized();
            using var body = await JsonDocument.ParseAsync(request.Body);
            await Parallel.ForEachAsync(
                body.RootElement.EnumerateArray().Select(e => e.GetRawText()).ToList(), new ParallelOptions { MaxDegreeOfParallelism = Sending },
                async (text, cancellation) => await queue.SendMessageAsync(text, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellation));
            return Results.Accepted();
        });
        await web.StartAsync();
        return new TextbookPipeline(web, queue, worker);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await receiving;
        await web.StopAsync();
        await web.DisposeAsync();
        stop.Dispose();
    }

    private async Task ReceiveAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            QueueMessage[] batch = await queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(10));
            if (batch.Length == 0)
            {
                await Task.WhenAny(Task.Delay(100, stop.Token));
                continue;
            }
            await Task.WhenAll(batch.Select(HandleAsync));
        }
    }

    private async Task HandleAsync(QueueMessage message)
    {
        using var body = JsonDocument.Parse(message.Body);
        await worker.HandleAsync(body.RootElement);
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        Interlocked.Increment(ref processed);
    }
}

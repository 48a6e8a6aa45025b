using System.Text.Json;
using Azure.Storage.Queues;
using Handraiser.Functions.Privacy;

namespace Handraiser.Functions.Intake;

/// <summary>The one HTTP client of Intake: short, and led nowhere else by a redirect.</summary>
/// <param name="transport">What carries its calls; null for the network.</param>
public sealed class IntakeHttp(HttpMessageHandler? transport = null)
{
    /// <summary>The client.</summary>
    public HttpClient Client { get; } =
        new(transport ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10) };
}

/// <summary>Errands through the queues.</summary>
public sealed class Errands(QueueServiceClient queues) : IErrands
{
    private readonly QueueClient queue = queues.GetQueueClient(Names.Queues.Fetch);
    private readonly QueueClient privacy = queues.GetQueueClient(Names.Queues.Privacy);

    /// <inheritdoc/>
    public Task ConfirmLaterAsync(string sender, Uri address, DateTimeOffset now, CancellationToken cancellation) =>
        FetchLaterAsync(new FetchJob(sender, FetchJob.Confirm, address.AbsoluteUri, now), TimeSpan.Zero, cancellation);

    /// <inheritdoc/>
    public async Task CarryOutLaterAsync(PrivacyRequest request, string sender, DateTimeOffset now, CancellationToken cancellation) =>
        await privacy.SendMessageAsync(new PrivacyMessage { Request = request, By = sender, At = now, Origin = Spans.Here }.Write(), timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellation);

    /// <inheritdoc/>
    public async Task FetchLaterAsync(FetchJob job, TimeSpan wait, CancellationToken cancellation) =>
        await queue.SendMessageAsync(JsonSerializer.Serialize(job with { Origin = Spans.Here ?? job.Origin }), visibilityTimeout: wait, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellation);
}

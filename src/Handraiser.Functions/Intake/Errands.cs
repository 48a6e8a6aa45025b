using System.Text.Json;
using Azure.Storage.Queues;
using Handraiser.Functions.Privacy;

namespace Handraiser.Functions.Intake;

/// <summary>The one HTTP client of Intake: short, and led nowhere else by a redirect.</summary>
public sealed class IntakeHttp
{
    /// <summary>The client.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10) };
}

/// <summary>Errands over HTTP and through the queue.</summary>
public sealed class Errands(QueueServiceClient queues, IntakeHttp http) : IErrands
{
    private readonly QueueClient queue = queues.GetQueueClient(Names.Queues.Fetch);
    private readonly QueueClient privacy = queues.GetQueueClient(Names.Queues.Privacy);

    /// <inheritdoc/>
    public async Task ConfirmAsync(Uri address, CancellationToken cancellation)
    {
        using var answer = await http.Client.GetAsync(address, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async Task CarryOutLaterAsync(PrivacyRequest request, string sender, DateTimeOffset now, CancellationToken cancellation) =>
        await privacy.SendMessageAsync(new PrivacyMessage { Request = request, By = sender, At = now }.Write(), timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellation);

    /// <inheritdoc/>
    public async Task FetchLaterAsync(FetchJob job, CancellationToken cancellation) =>
        await queue.SendMessageAsync(JsonSerializer.Serialize(job), timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellation);
}

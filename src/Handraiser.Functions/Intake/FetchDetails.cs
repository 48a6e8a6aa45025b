using System.Text.Json;
using Handraiser.Functions.Intake.Senders.BigCommerce;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Intake;

/// <summary>Fetches from the store what a thin webhook only named, and confirms subscriptions: what must not hold up an answer at the door.</summary>
public sealed class FetchDetails(BigCommerceDetails details, IntakeHttp http)
{
    /// <summary>One job.</summary>
    /// <exception cref="HttpRequestException">Nobody answers now; the message comes again.</exception>
    [Function(nameof(FetchDetails))]
    public async Task Run([QueueTrigger(Names.Queues.Fetch, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation)
    {
        var job = JsonSerializer.Deserialize<FetchJob>(message) ?? throw new FormatException("A job is an object.");
        if (job.Topic != FetchJob.Confirm)
        {
            await details.FetchAsync(job, cancellation);
            return;
        }
        using var answer = await http.Client.GetAsync(new Uri(job.ResourceId), cancellation);
        answer.EnsureSuccessStatusCode();
    }
}

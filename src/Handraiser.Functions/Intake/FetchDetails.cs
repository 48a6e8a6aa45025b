using System.Text.Json;
using Handraiser.Functions.Intake.Senders.BigCommerce;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Intake;

/// <summary>Fetches from the store what a thin webhook only named.</summary>
public sealed class FetchDetails(BigCommerceDetails details)
{
    /// <summary>One detail.</summary>
    [Function(nameof(FetchDetails))]
    public Task Run([QueueTrigger(Names.Queues.Fetch, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        details.FetchAsync(JsonSerializer.Deserialize<FetchJob>(message) ?? throw new FormatException("A job is an object."), cancellation);
}

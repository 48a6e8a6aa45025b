using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Intake;

/// <summary>Fetches from the store what a thin webhook only named, and confirms subscriptions: what must not hold up an answer at the door.</summary>
public sealed class FetchDetails(DetailFetcher fetcher)
{
    /// <summary>One job.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down; the message comes again.</exception>
    [Function(nameof(FetchDetails))]
    public Task Run([QueueTrigger(Names.Queues.Fetch, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation) =>
        Spans.FollowAsync(nameof(FetchDetails), ActivityKind.Consumer, FetchJob.Read(message)?.Origin, () => fetcher.FetchAsync(message, cancellation));
}

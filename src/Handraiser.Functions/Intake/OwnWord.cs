using Handraiser.Events;

namespace Handraiser.Functions.Intake;

/// <summary>What the application itself tells of a customer: what they did on its pages, how a follow-up ended, whom a campaign chose. It takes the way of every other event, and is counted apart from what came through a door.</summary>
internal static class OwnWord
{
    /// <summary>Tells it. When the call returns, it is in the queue.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down: nothing is told.</exception>
    public static async Task TellAsync(this IEventSink sink, IReadOnlyList<CustomerEvent> happened, CancellationToken cancellation)
    {
        await sink.AcceptAsync(happened, cancellation);
        Meters.Told.Add(happened.Count);
    }
}

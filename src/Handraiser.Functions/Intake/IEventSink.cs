using Handraiser.Events;

namespace Handraiser.Functions.Intake;

/// <summary>Where accepted events go. When the call returns, all of them are in the queue: only then may a webhook be answered 2xx.</summary>
public interface IEventSink
{
    /// <summary>Packs the events by bucket and puts them into the <c>events</c> queue.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down: nothing may be acknowledged.</exception>
    Task AcceptAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation);

    /// <summary>The same for events that are lines already; the batch is disposed of when its events are in the queue.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down: nothing may be acknowledged.</exception>
    Task AcceptAsync(LineBatch events, CancellationToken cancellation);
}

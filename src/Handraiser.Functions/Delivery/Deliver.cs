using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Delivery;

/// <summary>A message of the deliveries queue: claim, re-check, render, send, record.</summary>
internal sealed class Deliver(Deliverer deliverer)
{
    /// <summary>Safe to run any number of times for the same message.</summary>
    [Function("Deliver")]
    public Task Run([QueueTrigger(Names.Queues.Deliveries, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation)
    {
        var delivery = DeliveryMessage.Read(message);
        return Spans.FollowAsync("Deliver", ActivityKind.Consumer, delivery.Origin, () =>
        {
            Spans.Note(Spans.Action, delivery.ActionId);
            return deliverer.DeliverAsync(delivery, cancellation);
        });
    }
}

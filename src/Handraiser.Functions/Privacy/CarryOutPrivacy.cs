using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Privacy;

/// <summary>Rights of privacy law that store systems pass on, and the second look after each erasure.</summary>
internal sealed class CarryOutPrivacy(PrivacyDesk desk)
{
    /// <summary>Safe to run any number of times for the same message.</summary>
    [Function("CarryOutPrivacy")]
    public Task Run([QueueTrigger(Names.Queues.Privacy, Connection = Names.Settings.Storage)] string message, CancellationToken cancellation)
    {
        var wish = PrivacyMessage.Read(message);
        return Spans.FollowAsync("CarryOutPrivacy", ActivityKind.Consumer, wish.Origin, () => desk.CarryOutAsync(wish, cancellation));
    }
}

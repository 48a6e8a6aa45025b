using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Functions.Intake;

/// <summary>A message of the <c>events</c> queue as far as it was looked at.</summary>
/// <param name="Bucket">The bucket of its first event, by which messages are packed; null where only reading all of it tells.</param>
/// <param name="Origins">The spans that told it (<see cref="Spans"/>); null for none.</param>
/// <param name="Read">Reads the events; a <see cref="FormatException"/> says that they are none.</param>
public sealed record ClosedMessage(int? Bucket, string? Origins, Func<CustomerEvent[]> Read);

/// <summary>The text of a message of the <c>events</c> queue: a pack of events, or <c>@</c> and the name of the blob that holds the pack.</summary>
public sealed class EventMessages(IEventTransport queue, Identity identity)
{
    /// <summary>What a message begins with whose pack lies in a blob.</summary>
    public const char Elsewhere = '@';

    /// <summary>A pack longer than this, in bytes, that cannot be split lies in a blob.</summary>
    public const int MostInMessage = 32 * 1024;

    /// <summary>Looks at a message, and reads no more of it than it must.</summary>
    /// <exception cref="FormatException">The text is no pack of events.</exception>
    /// <exception cref="Azure.RequestFailedException">The blob cannot be read.</exception>
    public async ValueTask<ClosedMessage> LookAtAsync(string message, CancellationToken cancellation)
    {
        if (EventPack.First(message, out var origins) is { } first) return new ClosedMessage(identity.FirstBucket(first.Customer), origins, () => EventPack.Read(message));
        var events = EventPack.Read(message.StartsWith(Elsewhere) ? await queue.FetchAsync(message[1..], cancellation) : message, out origins);
        return new ClosedMessage(null, origins, () => events);
    }
}

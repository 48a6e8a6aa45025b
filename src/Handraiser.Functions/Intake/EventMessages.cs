using Handraiser.Events;

namespace Handraiser.Functions.Intake;

/// <summary>The text of a message of the <c>events</c> queue: a pack of events, or <c>@</c> and the name of the blob that holds the pack.</summary>
public sealed class EventMessages(IEventTransport queue)
{
    /// <summary>What a message begins with whose pack lies in a blob.</summary>
    public const char Elsewhere = '@';

    /// <summary>A pack longer than this, in bytes, that cannot be split lies in a blob.</summary>
    public const int MostInMessage = 32 * 1024;

    /// <summary>The events of a message, and the spans that told them (<see cref="Spans"/>).</summary>
    /// <exception cref="FormatException">The text is no pack of events.</exception>
    /// <exception cref="Azure.RequestFailedException">The blob cannot be read.</exception>
    public async ValueTask<(CustomerEvent[] Events, string? Origins)> ReadAsync(string message, CancellationToken cancellation)
    {
        var events = EventPack.Read(message.StartsWith(Elsewhere) ? await queue.FetchAsync(message[1..], cancellation) : message, out var origins);
        return (events, origins);
    }
}

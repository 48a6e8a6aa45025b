using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake;

/// <summary>
/// The room for bodies of webhooks and events that are being handled, all together; files that an operator imports come one at a time and have
/// none here. What does not fit is turned away with 503 before it has cost the memory
/// in which everything else happens, and comes again. Small bodies always fit, and so does a large one that is alone.
/// </summary>
public sealed class BodyRoom
{
    /// <summary>How many bytes of bodies are in hand at most (16 MiB): a small instance has 100 MB for all objects, and a body becomes several times as large.</summary>
    public const long MostBytes = 16 * 1024 * 1024;

    private long inHand;

    /// <summary>Reads the body, and keeps room for it until it is handled.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">The largest body that is read, in bytes.</param>
    /// <param name="handle">What is done with it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<DoorAnswer> HoldAsync(HttpRequest request, int most, Func<byte[], Task<DoorAnswer>> handle, CancellationToken cancellation)
    {
        using var place = new Place(this);
        byte[]? body;
        try
        {
            body = await BodyReader.ReadAsync(request, cancellation, most, place.Widen);
        }
        catch (CrowdedException)
        {
            return DoorAnswer.Crowded;
        }
        return body is null ? DoorAnswer.TooLarge : await handle(body);
    }

    /// <summary>The room that one body has. It grows with what arrives, not with what is said to come: who only says so keeps nobody out.</summary>
    private sealed class Place(BodyRoom room) : IDisposable
    {
        private long taken;

        public void Widen(int bytes)
        {
            if (bytes <= BodyReader.FirstBytes) return;
            var more = bytes - taken;
            taken = bytes;
            var all = Interlocked.Add(ref room.inHand, more);
            if (all > MostBytes && all > taken) throw new CrowdedException();
        }

        public void Dispose() => Interlocked.Add(ref room.inHand, -taken);
    }

    private sealed class CrowdedException : Exception;
}

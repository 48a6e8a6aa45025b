using System.Threading.RateLimiting;

namespace Handraiser.Functions.Delivery;

/// <summary>How fast one instance calls one provider, and until when it has stopped because the provider asked for it.</summary>
/// <param name="perSecond">The most calls a second.</param>
internal sealed class ChannelPace(int perSecond) : IDisposable
{
    private readonly TokenBucketRateLimiter limiter = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = perSecond,
        TokensPerPeriod = int.Max(1, perSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private long stoppedUntilTicks;

    /// <summary>Until when nothing is to be sent; null when the way is free.</summary>
    public DateTimeOffset? StoppedUntil(DateTimeOffset now) =>
        Interlocked.Read(ref stoppedUntilTicks) is var ticks && ticks > now.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Stops until a moment; an earlier one than stands already changes nothing.</summary>
    public void StopUntil(DateTimeOffset until)
    {
        long seen;
        while ((seen = Interlocked.Read(ref stoppedUntilTicks)) < until.UtcTicks && Interlocked.CompareExchange(ref stoppedUntilTicks, until.UtcTicks, seen) != seen)
        {
        }
    }

    /// <summary>Waits for this call's turn.</summary>
    public async ValueTask TurnAsync(CancellationToken cancellation)
    {
        using var lease = await limiter.AcquireAsync(1, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}

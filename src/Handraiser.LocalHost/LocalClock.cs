namespace Handraiser.LocalHost;

/// <summary>
/// The time that the functions go by on this machine: the real one, the real one shifted to begin at a given moment (for recorded webhooks
/// with old stamps), or one that only moves when told (for a day played in a minute).
/// </summary>
public sealed class LocalClock : TimeProvider
{
    private readonly Lock gate = new();
    private TimeSpan shift;
    private DateTimeOffset? held;

    /// <summary>The real time.</summary>
    public LocalClock()
    {
    }

    /// <summary>A clock that runs, beginning at <paramref name="start"/>.</summary>
    public LocalClock(DateTimeOffset start) => shift = start - System.GetUtcNow();

    /// <summary>A clock that stands at <paramref name="start"/> until it is moved.</summary>
    public static LocalClock Held(DateTimeOffset start) => new() { held = start.ToUniversalTime() };

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return held ?? (System.GetUtcNow() + shift);
    }

    /// <summary>Moves a held clock forward; never back.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        lock (gate)
        {
            if (held is { } now && time > now) held = time.ToUniversalTime();
        }
    }

    /// <summary>Lets a held clock run on from where it stands.</summary>
    public void Release()
    {
        lock (gate)
        {
            if (held is not { } now) return;
            shift = now - System.GetUtcNow();
            held = null;
        }
    }
}

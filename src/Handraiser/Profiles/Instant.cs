namespace Handraiser.Profiles;

/// <summary>
/// A moment or none, UTC, as profiles hold it: in eight bytes where <c>DateTimeOffset?</c> takes 24. A profile has hundreds of them, and
/// its size in memory is what an event mostly costs.
/// </summary>
internal readonly record struct Instant
{
    private readonly long ticks;

    private Instant(DateTimeOffset at) => ticks = at.UtcTicks + 1;

    public static implicit operator Instant(DateTimeOffset at) => new(at);

    public static implicit operator Instant(DateTimeOffset? at) => at is { } one ? new(one) : default;

    public static implicit operator DateTimeOffset?(Instant moment) => moment.ticks == 0 ? null : moment.Value;

    /// <summary>Whether it is none.</summary>
    public bool IsNone => ticks == 0;

    /// <summary>Whether it is a moment, and not after another one.</summary>
    public bool IsBy(Instant other) => ticks != 0 && ticks <= other.ticks;

    /// <summary>Whether it is earlier than another moment; none is earlier than all.</summary>
    public bool IsBefore(Instant other) => ticks < other.ticks;

    /// <summary>How long after another moment it is.</summary>
    public TimeSpan Since(Instant other) => new(ticks - other.ticks);

    /// <summary>The earlier of two, of which one or both may be none.</summary>
    public static Instant Earlier(Instant a, Instant b) => a.IsNone || (!b.IsNone && b.ticks < a.ticks) ? b : a;

    /// <summary>The moment; of none the beginning of time.</summary>
    public DateTimeOffset Value => ticks == 0 ? default : new(ticks - 1, TimeSpan.Zero);
}

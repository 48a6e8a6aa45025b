using System.Text.Json.Serialization;

namespace Handraiser.Lapse;

/// <summary>
/// What one profile keeps of a customer's purchases to tell when she has lapsed: the distinct days on which she bought, and the
/// moment of the last purchase. Purchases of one day count once. Immutable; folding is commutative and idempotent per day, so the
/// order of arrival does not matter. Days older than <see cref="Window"/> before the last purchase are forgotten, which bounds the
/// size (a customer who buys every day takes about 2 KB) and lets a shop's rhythm change over the years.
/// </summary>
[JsonConverter(typeof(PurchaseDaysJson))]
public sealed class PurchaseDays : IEquatable<PurchaseDays>
{
    /// <summary>How many days before the last purchase are remembered: three years.</summary>
    public const int Window = 1096;

    /// <summary>A customer who has not bought yet.</summary>
    public static readonly PurchaseDays None = new([], null);

    private readonly int[] _days;

    private PurchaseDays(int[] days, DateTimeOffset? last)
    {
        _days = days;
        Last = last;
    }

    /// <summary>The moment of the last purchase in UTC, in whole milliseconds, or null where there is none.</summary>
    public DateTimeOffset? Last { get; }

    /// <summary>On how many distinct days she bought, within <see cref="Window"/> of the last.</summary>
    public int Count => _days.Length;

    /// <summary>The distinct days, oldest first, as <see cref="DateOnly.DayNumber"/>.</summary>
    public ReadOnlySpan<int> Days => _days;

    /// <summary>Restores what <see cref="Days"/> and <see cref="Last"/> told.</summary>
    /// <exception cref="ArgumentException">The days are not rising, or there are days without a last moment.</exception>
    public static PurchaseDays Of(ReadOnlySpan<int> days, DateTimeOffset? last)
    {
        if (days.IsEmpty)
        {
            return None;
        }

        for (var i = 1; i < days.Length; i++)
        {
            if (days[i] <= days[i - 1])
            {
                throw new ArgumentException("The days of purchases must rise.", nameof(days));
            }
        }

        return new(Within(days), last?.ToUniversalTime() ?? throw new ArgumentException("Purchases need the moment of the last.", nameof(last)));
    }

    /// <summary>
    /// Adds one purchase. Its day is the calendar day of <paramref name="at"/> as written, so convert it to the shop's time zone
    /// first: an evening that crosses midnight in UTC is one visit, not a customer who came back.
    /// </summary>
    public PurchaseDays With(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.Date).DayNumber;
        var moment = WholeMilliseconds(at);
        var last = Last is { } known && known >= moment ? known : moment;
        var place = Array.BinarySearch(_days, day);
        if (place >= 0)
        {
            return last == Last ? this : new(_days, last);
        }

        place = ~place;
        if (_days.Length > 0 && day <= _days[^1] - Window)
        {
            return this;
        }

        int[] days = [.. _days.AsSpan(0, place), day, .. _days.AsSpan(place)];
        return new(Within(days), last);
    }

    /// <summary>
    /// What was known at the end of the given day (a <see cref="DateOnly.DayNumber"/>), or null where nothing had been bought.
    /// Days are counted whole.
    /// </summary>
    internal Purchases? Until(int day)
    {
        var place = Array.BinarySearch(_days, day);
        var count = place >= 0 ? place + 1 : ~place;
        return count == 0 ? null : new(count - 1, _days[count - 1] - _days[0], day - _days[count - 1]);
    }

    /// <summary>What is known at a moment, or null where nothing was ever bought. Silence counts from the last purchase's moment.</summary>
    internal Purchases? At(DateTimeOffset now) =>
        Last is not { } last ? null : new(Count - 1, _days[^1] - _days[0], Math.Max(0, (now - last).TotalDays));

    /// <inheritdoc/>
    public bool Equals(PurchaseDays? other) => other is not null && Last == other.Last && Days.SequenceEqual(other.Days);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PurchaseDays);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Last, Count);

    /// <summary>Rounds up, so that nothing computed from it comes sooner after the purchase than it may.</summary>
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeMilliseconds((at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);

    private static int[] Within(ReadOnlySpan<int> days)
    {
        var from = 0;
        while (days[from] <= days[^1] - Window)
        {
            from++;
        }

        return days[from..].ToArray();
    }
}

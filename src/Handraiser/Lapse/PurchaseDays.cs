using System.Text.Json.Serialization;

namespace Handraiser.Lapse;

/// <summary>
/// What one profile keeps of a customer's purchases to tell when she has lapsed: the distinct days on which she bought, what she
/// spent on each, and the moment of the last purchase. Purchases of one day are one visit. Immutable; folding is commutative, so
/// the order of arrival does not matter (a repeated event is the caller's to drop: it would count its value twice). Days older
/// than <see cref="Window"/> before the last purchase are forgotten, which bounds the size (a customer who buys every day takes
/// up to 10 KB, a usual one some 30 bytes) and lets a shop's rhythm change over the years.
/// </summary>
[JsonConverter(typeof(PurchaseDaysJson))]
public sealed class PurchaseDays : IEquatable<PurchaseDays>
{
    /// <summary>How many days before the last purchase are remembered: three years.</summary>
    public const int Window = 1096;

    /// <summary>A larger purchase is taken for this: a slip of the keyboard must not overflow.</summary>
    private const decimal MostValue = 1_000_000_000;

    /// <summary>A customer who has not bought yet.</summary>
    public static readonly PurchaseDays None = new([], [], null);

    private readonly int[] _days;
    private readonly long[] _cents;

    private PurchaseDays(int[] days, long[] cents, DateTimeOffset? last)
    {
        _days = days;
        _cents = cents;
        Last = last;
    }

    /// <summary>The moment of the last purchase in UTC, in whole milliseconds, or null where there is none.</summary>
    public DateTimeOffset? Last { get; }

    /// <summary>The dates of lapse that were found for these purchases already.</summary>
    internal LapseDateFound? Dates { get; set; }

    /// <summary>On how many distinct days she bought, within <see cref="Window"/> of the last.</summary>
    public int Count => _days.Length;

    /// <summary>The distinct days, oldest first, as <see cref="DateOnly.DayNumber"/>.</summary>
    public ReadOnlySpan<int> Days => _days;

    /// <summary>What was spent on each of <see cref="Days"/>, in hundredths of the shop's currency; 0 where it is not known.</summary>
    public ReadOnlySpan<long> Cents => _cents;

    /// <summary>Restores what <see cref="Days"/>, <see cref="Cents"/> and <see cref="Last"/> told.</summary>
    /// <exception cref="ArgumentException">
    /// The days do not rise, are not as many as the amounts, or lack the last moment; or an amount is below zero.
    /// </exception>
    public static PurchaseDays Of(ReadOnlySpan<int> days, ReadOnlySpan<long> cents, DateTimeOffset? last)
    {
        if (days.Length != cents.Length)
        {
            throw new ArgumentException("Each day of purchases has one amount.", nameof(cents));
        }

        if (days.IsEmpty)
        {
            return None;
        }

        for (var i = 0; i < days.Length; i++)
        {
            if (cents[i] < 0 || (i > 0 && days[i] <= days[i - 1]))
            {
                throw new ArgumentException("The days of purchases must rise and their amounts not lie below zero.", nameof(days));
            }
        }

        return Within(days, cents, last?.ToUniversalTime() ?? throw new ArgumentException("Purchases need the moment of the last.", nameof(last)));
    }

    /// <summary>
    /// Adds one purchase. Its day is the calendar day of <paramref name="at"/> as written, so convert it to the shop's time zone
    /// first: an evening that crosses midnight in UTC is one visit, not a customer who came back.
    /// </summary>
    /// <param name="at">When.</param>
    /// <param name="value">What was spent, in the shop's currency; 0 where it is not known or in another currency.</param>
    public PurchaseDays With(DateTimeOffset at, decimal value = 0)
    {
        var day = DateOnly.FromDateTime(at.Date).DayNumber;
        var cents = CentsOf(value);
        var moment = WholeMilliseconds(at);
        var last = Last is { } known && known >= moment ? known : moment;
        var place = Array.BinarySearch(_days, day);
        if (place >= 0)
        {
            long[] more = [.. _cents];
            more[place] += cents;
            return new(_days, more, last);
        }

        place = ~place;
        return _days.Length > 0 && day <= _days[^1] - Window
            ? this
            : Within(
                [.. _days.AsSpan(0, place), day, .. _days.AsSpan(place)],
                [.. _cents.AsSpan(0, place), cents, .. _cents.AsSpan(place)],
                last);
    }

    /// <summary>What a purchase of this value adds to the amount of its day.</summary>
    internal static long CentsOf(decimal value) => (long)Math.Round(Math.Clamp(value, 0, MostValue) * 100);

    /// <summary>
    /// What was known at the end of the given day (a <see cref="DateOnly.DayNumber"/>), or null where nothing had been bought.
    /// Days are counted whole.
    /// </summary>
    internal Purchases? Until(int day)
    {
        var place = Array.BinarySearch(_days, day);
        var count = place >= 0 ? place + 1 : ~place;
        return count == 0 ? null : First(count, day - _days[count - 1]);
    }

    /// <summary>What is known at a moment, or null where nothing was ever bought. Silence counts from the last purchase's moment.</summary>
    internal Purchases? At(DateTimeOffset now) => Last is { } last ? First(Count, Math.Max(0, (now - last).TotalDays)) : null;

    private Purchases First(int count, double silence)
    {
        var (spent, told) = (0L, 0);
        foreach (var cents in _cents.AsSpan(0, count))
        {
            spent += cents;
            told += cents > 0 ? 1 : 0;
        }

        return new(count - 1, _days[count - 1] - _days[0], silence, told == 0 ? 0 : spent / 100.0 / told);
    }

    /// <inheritdoc/>
    public bool Equals(PurchaseDays? other) => other is not null && Last == other.Last && Days.SequenceEqual(other.Days) && Cents.SequenceEqual(other.Cents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PurchaseDays);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Last, Count);

    /// <summary>Rounds up, so that nothing computed from it comes sooner after the purchase than it may.</summary>
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeMilliseconds((at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);

    private static PurchaseDays Within(ReadOnlySpan<int> days, ReadOnlySpan<long> cents, DateTimeOffset last)
    {
        var from = 0;
        while (days[from] <= days[^1] - Window)
        {
            from++;
        }

        return new(days[from..].ToArray(), cents[from..].ToArray(), last);
    }
}

using System.Globalization;

namespace Handraiser.Functions.Intake;

/// <summary>The ways in which senders tell times; all are turned to UTC.</summary>
public static class Times
{
    private const long FirstMilliseconds = 100_000_000_000;

    /// <summary>The first time that is one: senders that know none write the year 1, or the first moment of 1970.</summary>
    public static DateTimeOffset First { get; } = DateTimeOffset.UnixEpoch.AddDays(1);

    /// <summary>
    /// Seconds or milliseconds since 1970: what would be later than the year 5138 in seconds is milliseconds. Null before <see cref="First"/>
    /// and after 9999.
    /// </summary>
    public static DateTimeOffset? FromUnix(long number)
    {
        if (number < First.ToUnixTimeSeconds()) return null;
        if (number < FirstMilliseconds) return DateTimeOffset.FromUnixTimeSeconds(number);
        return number <= 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : null;
    }

    /// <summary>
    /// ISO 8601 with an offset (without one it is UTC), or as mails have it with the day of the week (RFC 5322); null when it is not a time, or
    /// before <see cref="First"/>.
    /// </summary>
    public static DateTimeOffset? FromText(string? text) =>
        HasOneReading(text.AsSpan().Trim())
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at >= First ? at : null;

    /// <summary>Whether the year stands first, or a day of the week: which part of 03/06/2026 is the month nobody knows, and 12:00 alone would be today's.</summary>
    private static bool HasOneReading(ReadOnlySpan<char> text) =>
        text.Length > 4 && (text[3] == ',' || !text[..4].ContainsAnyExceptInRange('0', '9'));
}

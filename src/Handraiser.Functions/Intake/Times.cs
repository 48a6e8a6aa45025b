using System.Globalization;

namespace Handraiser.Functions.Intake;

/// <summary>The ways in which senders tell times; all are turned to UTC.</summary>
public static class Times
{
    private const long FirstMilliseconds = 100_000_000_000;

    /// <summary>
    /// Seconds or milliseconds since 1970: what would be later than the year 5138 in seconds is milliseconds. Null outside of 1970 to 9999.
    /// </summary>
    public static DateTimeOffset? FromUnix(long number)
    {
        if (number < 0) return null;
        if (number < FirstMilliseconds) return DateTimeOffset.FromUnixTimeSeconds(number);
        return number <= 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : null;
    }

    /// <summary>
    /// ISO 8601 with an offset (without one it is UTC), or as mails have it (RFC 5322); null when it is not a time, or before 1970, as senders
    /// write the year 1 for none.
    /// </summary>
    public static DateTimeOffset? FromText(string? text) =>
        HasOneReading(text.AsSpan().Trim())
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at >= DateTimeOffset.UnixEpoch ? at : null;

    /// <summary>Whether the year stands first, or a day of the week: which part of 03/06/2026 is the month nobody knows, and 12:00 alone would be today's.</summary>
    private static bool HasOneReading(ReadOnlySpan<char> text) =>
        text.Length > 4 && (text[3] == ',' || !text[..4].ContainsAnyExceptInRange('0', '9'));
}

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

    /// <summary>ISO 8601 with an offset (without one it is UTC); null when it is not a time, or before 1970, as senders write the year 1 for none.</summary>
    public static DateTimeOffset? FromText(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at >= DateTimeOffset.UnixEpoch ? at : null;
}

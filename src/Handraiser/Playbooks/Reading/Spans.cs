using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Handraiser.Plays;

namespace Handraiser.Playbooks.Reading;

/// <summary>Reads lengths of time, times of day and weekly hours as people write them.</summary>
internal static partial class Spans
{
    /// <summary>What <see cref="TryLength"/> takes, for editors.</summary>
    public const string LengthPattern = @"^\d+(\.\d+)? ?(s|m|h|d|w|seconds?|minutes?|hours?|days?|weeks?)$";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly string[] DayNames = Enum.GetNames<DayOfWeek>();

    /// <summary><c>4h</c>, <c>20 minutes</c>, <c>182d</c>, <c>2w</c>.</summary>
    public static bool TryLength(string text, out TimeSpan length)
    {
        length = default;
        if (!LengthRegex().IsMatch(text)) return false;
        var split = text.AsSpan().IndexOfAnyExcept(Digits);
        if (!double.TryParse(text.AsSpan(0, split), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return false;
        var seconds = text.AsSpan(split).TrimStart()[0] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 604_800 } * number;
        if (seconds > TimeSpan.FromDays(36_500).TotalSeconds) return false;
        length = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>A length as it would be written.</summary>
    public static string Written(TimeSpan length) => length switch
    {
        { Ticks: 0 } => "0m",
        _ when length.Ticks % TimeSpan.TicksPerDay == 0 => $"{length.Days}d",
        _ when length.Ticks % TimeSpan.TicksPerHour == 0 => $"{(int)length.TotalHours}h",
        _ => $"{(int)length.TotalMinutes}m",
    };

    /// <summary><c>09:30</c>.</summary>
    public static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary><c>21:00-08:00</c>.</summary>
    public static bool TryWindow(string text, out TimeOnly from, out TimeOnly to)
    {
        (from, to) = (default, default);
        return text.Split('-', StringSplitOptions.TrimEntries) is [var begin, var end] && TryTime(begin, out from) && TryTime(end, out to) && from != to;
    }

    /// <summary><c>Fri</c> or <c>Friday</c>.</summary>
    public static bool TryDay(string text, out DayOfWeek day)
    {
        var index = text.Length < 3 ? -1 : Array.FindIndex(DayNames, d => d.StartsWith(text, StringComparison.OrdinalIgnoreCase));
        day = (DayOfWeek)Math.Max(0, index);
        return index >= 0;
    }

    /// <summary><c>Mon-Fri 09:00-17:30, Sat 10:00-14:00</c>.</summary>
    public static bool TryHours(string text, out WeeklyHours? hours)
    {
        hours = null;
        var stretches = new List<(DayOfWeek Day, TimeOnly From, TimeOnly To)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.LastIndexOf(' ') is not (> 0 and var space) || !TryWindow(part[(space + 1)..], out var from, out var to) || from >= to) return false;
            if (!TryDays(part[..space].Trim(), out var days)) return false;
            stretches.AddRange(days.Select(d => (d, from, to)));
        }
        if (stretches.Count == 0 || stretches.DistinctBy(s => s.Day).Count() < stretches.Count) return false;
        hours = WeeklyHours.Of(stretches);
        return true;
    }

    private static bool TryDays(string text, out List<DayOfWeek> days)
    {
        days = [];
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length > 2 || !TryDay(ends[0], out var first) || !TryDay(ends[^1], out var last)) return false;
        for (var day = first; ; day = (DayOfWeek)(((int)day + 1) % 7))
        {
            days.Add(day);
            if (day == last) return true;
        }
    }

    [GeneratedRegex(LengthPattern, RegexOptions.CultureInvariant)]
    private static partial Regex LengthRegex();
}

using System.Globalization;

namespace Handraiser.Events;

/// <summary>
/// The first form of lines (format 2), read for ever and written no more: after the moment of arrival a line for each event, in which a
/// field's value that an earlier event had is told as its number.
/// </summary>
internal static class FirstLines
{
    /// <summary>The fields whose values are numbered.</summary>
    private const string Kept = "kscugpw";

    /// <exception cref="FormatException">The text is not of this form.</exception>
    public static CustomerEvent[] Read(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        var received = EventLines.Moment(end < 0 ? text : text[..end]);
        if (end < 0) return [];
        var events = new List<CustomerEvent>();
        var values = new List<string>?['z' + 1];
        var told = new string?[128];
        var lines = text[(end + 1)..];
        foreach (var line in lines.Split('\n'))
        {
            Array.Clear(told);
            EventPack.Fields(lines[line], told, (field, value) => Kept.Contains(field) ? Value(values[field] ??= [], value) : LineText.Value(value));
            var at = received - TimeSpan.FromTicks(EventLines.Number(EventLines.Needed(told, 't')));
            events.Add(EventLines.Read(told, at, told['r'] is { } own ? EventLines.Moment(own) : received));
        }
        return [.. events];
    }

    private static string Value(List<string> known, ReadOnlySpan<char> told)
    {
        if (told.StartsWith(LineText.Reference))
        {
            return int.TryParse(told[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < known.Count
                ? known[number]
                : throw new FormatException("A packed event refers to a value that was not told.");
        }
        known.Add(LineText.Value(told));
        return known[^1];
    }
}

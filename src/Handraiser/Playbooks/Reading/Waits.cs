using System.Text.Json.Nodes;
using Handraiser.Plays;

namespace Handraiser.Playbooks.Reading;

/// <summary>Reads waits: <c>4h</c>; <c>20m-90m, business hours</c>; <c>1d, at 10:00</c>; <c>2d, on Tuesday, usual hour</c>.</summary>
internal static class Waits
{
    public static Shape<Wait> Shape { get; } = new Scalar<Wait>(
        "a wait such as 4h, or 20m-90m, and after a comma: business hours, usual hour, at 10:00, on Tuesday",
        () => new JsonObject { ["type"] = "string" },
        Parse);

    private static bool Parse(Item item, string text, out Wait value)
    {
        value = Wait.None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryAdd(item, part, ref value)) return false;
        }
        return true;
    }

    private static bool TryAdd(Item item, string part, ref Wait wait)
    {
        if (part == "business hours") wait = wait with { BusinessHours = true };
        else if (part == "usual hour") wait = wait with { UsualHour = true };
        else if (part.StartsWith("at ", StringComparison.Ordinal) && Spans.TryTime(part[3..], out var time)) wait = wait with { At = time };
        else if (part.StartsWith("on ", StringComparison.Ordinal) && Spans.TryDay(part[3..], out var day)) wait = wait with { On = day };
        else if (Spans.TryLength(part, out var length)) wait = wait with { From = length, To = length };
        else if (part.Split('-', StringSplitOptions.TrimEntries) is [var least, var most] && Spans.TryLength(least, out var from) && Spans.TryLength(most, out var to))
        {
            if (from > to) return item.Wrong("The range begins after it ends.", $"Write {most}-{least}.");
            wait = wait with { From = from, To = to };
        }
        else
        {
            return item.Wrong($"\"{part}\" is no part of a wait.", "Write a wait such as 4h, or 20m-90m, and after a comma: business hours, usual hour, at 10:00, on Tuesday.");
        }
        return true;
    }
}

using System.Globalization;
using System.Text.Json;

namespace Handraiser.Events;

/// <summary>
/// Events as lines of text: a field is a letter and its value, fields are parted by tabs, events by line ends. A value that an earlier
/// event of the pack had in the same field is told as its number, which is what compresses mail events: nearly all that is left are ids,
/// and those no compression shortens. Text goes into a queue message as it is; Base64 would make it longer by a third.
/// </summary>
internal static class EventLines
{
    private const char Field = '\t';
    private const char Event = '\n';
    /// <summary>The fields whose values are likely to come again.</summary>
    private const string Kept = "kscugpw";
    public static string Write(char format, ReadOnlySpan<CustomerEvent> events)
    {
        using var text = new LineText();
        var known = new KnownValues();
        var received = events.IsEmpty ? DateTimeOffset.UnixEpoch : events[0].ReceivedAt;
        text.Append(format);
        text.Append(received.UtcTicks);
        foreach (var one in events)
        {
            text.Append(Event);
            known.Write(text, 'k', one.Kind);
            Plain(text, 'i', one.Id);
            Number(text, 't', (received - one.At).Ticks);
            if (one.ReceivedAt != received) Number(text, 'r', one.ReceivedAt.UtcTicks);
            if (one.Replayed) Number(text, 'z', 1);
            known.Write(text, 's', one.Source);
            Names(text, one.Customer);
            Details(text, known, one.Data);
        }
        return text.ToString();
    }

    /// <exception cref="FormatException">The text, without its format digit, is not made by <see cref="Write"/>.</exception>
    public static CustomerEvent[] Read(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(Event);
        var received = new DateTimeOffset(Number(end < 0 ? text : text[..end]), TimeSpan.Zero);
        if (end < 0) return [];
        var events = new List<CustomerEvent>();
        var known = new KnownValues();
        var lines = text[(end + 1)..];
        foreach (var line in lines.Split(Event)) events.Add(One(lines[line], known, received));
        return [.. events];
    }

    private static void Names(LineText text, Identifiers names)
    {
        Plain(text, 'I', names.Id);
        Plain(text, 'E', names.Email);
        Plain(text, 'S', names.ShopId);
        Plain(text, 'L', names.Loyalty);
        Plain(text, 'P', names.Phone);
        Plain(text, 'C', names.Cart);
        Plain(text, 'A', names.AnonymousId);
    }

    private static void Details(LineText text, KnownValues known, EventData data)
    {
        if (!data.IsOfMailOnly)
        {
            Plain(text, 'j', JsonSerializer.Serialize(data, EventJson.Details));
            return;
        }
        known.Write(text, 'c', data.Campaign);
        Plain(text, 'm', data.MessageId);
        Plain(text, 'a', data.ActionId);
        known.Write(text, 'u', data.Url);
        known.Write(text, 'g', data.UserAgent);
        known.Write(text, 'p', data.Ip);
        if (data.Machine is { } machine) Number(text, 'b', machine ? 1 : 0);
        if (data.Bounce is { } bounce) Number(text, 'h', (int)bounce);
        known.Write(text, 'w', data.Reason);
    }

    private static void Plain(LineText text, char field, string? value)
    {
        if (value is null) return;
        text.Append(Field);
        text.Append(field);
        text.AppendValue(value);
    }

    private static void Number(LineText text, char field, long value)
    {
        text.Append(Field);
        text.Append(field);
        text.Append(value);
    }

    private static CustomerEvent One(ReadOnlySpan<char> line, KnownValues known, DateTimeOffset received)
    {
        // Every field begins with a tab, the first one too.
        if (line.Length < 2 || line[0] != Field) throw new FormatException("A packed event begins with a field.");
        var fields = line[1..];
        var told = new string?[128];
        foreach (var range in fields.Split(Field))
        {
            var field = fields[range];
            if (field.IsEmpty || field[0] >= told.Length) throw new FormatException("A packed event has a field without a name.");
            told[field[0]] = Kept.Contains(field[0]) ? known.Read(field[0], field[1..]) : LineText.Value(field[1..]);
        }
        var at = received - TimeSpan.FromTicks(Number(Needed(told, 't')));
        return new CustomerEvent
        {
            Id = Needed(told, 'i'),
            Kind = Needed(told, 'k'),
            At = at,
            ReceivedAt = told['r'] is { } own ? new DateTimeOffset(Number(own), TimeSpan.Zero) : received,
            Replayed = told['z'] is not null,
            Source = Needed(told, 's'),
            Customer = new Identifiers { Id = told['I'], Email = told['E'], ShopId = told['S'], Loyalty = told['L'], Phone = told['P'], Cart = told['C'], AnonymousId = told['A'] },
            Data = told['j'] is { } json ? JsonSerializer.Deserialize(json, EventJson.Details)! : OfMail(told),
        };
    }

    private static EventData OfMail(string?[] told) => new()
    {
        Campaign = told['c'],
        MessageId = told['m'],
        ActionId = told['a'],
        Url = told['u'],
        UserAgent = told['g'],
        Ip = told['p'],
        Machine = told['b'] is { } machine ? machine == "1" : null,
        Bounce = told['h'] is { } bounce ? (BounceKind)Number(bounce) : null,
        Reason = told['w'],
    };

    private static string Needed(string?[] told, char field) => told[field] ?? throw new FormatException($"A packed event has no field {field}.");

    private static long Number(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException("A packed event has a number that is none.");
}

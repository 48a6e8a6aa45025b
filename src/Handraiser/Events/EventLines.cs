using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Handraiser.Events;

/// <summary>
/// The letters of the fields in a line, and how an event becomes one and comes back. A batch names what comes again by its number, which
/// is what compresses mail events: nearly all that is left are ids, and those no compression shortens.
/// </summary>
public static class EventLines
{
    /// <summary>What happened.</summary>
    public const char Kind = 'k';
    /// <summary>The event's id.</summary>
    public const char Id = 'i';
    /// <summary>When it happened, in seconds since 1970, where they are whole.</summary>
    public const char AtSeconds = 't';
    /// <summary>When it happened, in ticks, where the seconds are not whole.</summary>
    public const char AtTicks = 'T';
    /// <summary>When it came in, in ticks.</summary>
    public const char Received = 'r';
    /// <summary>Who told it.</summary>
    public const char Source = 's';
    /// <summary>Our id of the customer.</summary>
    public const char CustomerId = 'I';
    /// <summary>The customer's address.</summary>
    public const char Email = 'E';
    /// <summary>The campaign.</summary>
    public const char Campaign = 'c';
    /// <summary>The provider's id of the message.</summary>
    public const char Message = 'm';
    /// <summary>The id of our action.</summary>
    public const char Action = 'a';
    /// <summary>The link.</summary>
    public const char Url = 'u';
    /// <summary>The agent string.</summary>
    public const char Agent = 'g';
    /// <summary>The network address.</summary>
    public const char Ip = 'p';
    /// <summary>Whether the provider believes in a machine: 1 or 0.</summary>
    public const char Machine = 'b';
    /// <summary>The number of a <see cref="BounceKind"/>.</summary>
    public const char Bounce = 'h';
    /// <summary>Why.</summary>
    public const char Reason = 'w';
    /// <summary>The domain that the mail was sent from.</summary>
    public const char From = 'f';
    /// <summary>Something else that was told: its name, <c>=</c>, its value.</summary>
    public const char Extra = 'x';

    /// <summary>Whether it came again out of the archive: 1, or not told.</summary>
    public const char Replayed = 'z';

    /// <summary>What a campaign sends, as JSON.</summary>
    public const char ChosenFor = 'y';

    /// <summary>Not of an event but of the message: what brought its events, on a line of its own after the last one.</summary>
    internal const char Origins = 'o';

    private const char Details = 'j';

    /// <summary>Tells all fields of an event; the batch ends the line.</summary>
    public static void Write(LineBatch lines, CustomerEvent one)
    {
        lines.Kept(Kind, one.Kind);
        lines.Plain(Id, one.Id);
        When(lines, one.At);
        Span<byte> received = stackalloc byte[20];
        Utf8Formatter.TryFormat(one.ReceivedAt.UtcTicks, received, out var digits);
        lines.Kept(Received, received[..digits]);
        if (one.Replayed) lines.Number(Replayed, 1);
        if (one.ChosenFor is { } campaign) lines.Kept(ChosenFor, JsonSerializer.Serialize(campaign, EventJson.Campaign));
        lines.Kept(Source, one.Source);
        Names(lines, one.Customer);
        if (one.Data.IsOfMailOnly && ExtraText(one.Data.Extra, out var extra)) OfMail(lines, one.Data, extra);
        else lines.Plain(Details, JsonSerializer.SerializeToUtf8Bytes(one.Data, EventJson.Details));
    }

    /// <summary>Tells when an event happened.</summary>
    public static void When(LineBatch lines, DateTimeOffset at)
    {
        if (at.UtcTicks % TimeSpan.TicksPerSecond == 0) lines.Number(AtSeconds, at.ToUnixTimeSeconds());
        else lines.Number(AtTicks, at.UtcTicks);
    }

    /// <summary>The event of these fields, by their letters.</summary>
    /// <param name="told">By letter.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="received">When it came in.</param>
    /// <exception cref="FormatException">One that every event has is missing.</exception>
    internal static CustomerEvent Read(ReadOnlySpan<string?> told, DateTimeOffset at, DateTimeOffset received) => new()
    {
        Id = Needed(told, Id),
        Kind = Needed(told, Kind),
        At = at,
        ReceivedAt = received,
        Replayed = told[Replayed] is not null,
        ChosenFor = told[ChosenFor] is { } campaign ? JsonSerializer.Deserialize(campaign, EventJson.Campaign) : null,
        Source = Needed(told, Source),
        Customer = new Identifiers { Id = told[CustomerId], Email = told[Email], ShopId = told['S'], Loyalty = told['L'], Phone = told['P'], Cart = told['C'], AnonymousId = told['A'] },
        Data = told[Details] is { } json ? EventReader.Data(json) ?? JsonSerializer.Deserialize(json, EventJson.Details)! : OfMail(told),
    };

    /// <summary>When the event of these fields happened.</summary>
    internal static DateTimeOffset When(ReadOnlySpan<string?> told) => told[AtSeconds] is { } seconds
        ? DateTimeOffset.FromUnixTimeSeconds(Number(seconds))
        : Moment(Needed(told, AtTicks));

    internal static DateTimeOffset Moment(ReadOnlySpan<char> ticks) => new(Number(ticks), TimeSpan.Zero);

    internal static string Needed(ReadOnlySpan<string?> told, char field) => told[field] ?? throw new FormatException($"A packed event has no field {field}.");

    internal static long Number(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException("A packed event has a number that is none.");

    private static void Names(LineBatch lines, Identifiers names)
    {
        lines.Plain(CustomerId, names.Id);
        lines.Plain(Email, names.Email);
        lines.Plain('S', names.ShopId);
        lines.Plain('L', names.Loyalty);
        lines.Plain('P', names.Phone);
        lines.Plain('C', names.Cart);
        lines.Plain('A', names.AnonymousId);
    }

    private static void OfMail(LineBatch lines, EventData data, string? extra)
    {
        lines.Kept(Campaign, data.Campaign);
        lines.Plain(Message, data.MessageId);
        lines.Plain(Action, data.ActionId);
        lines.Kept(Url, data.Url);
        lines.Kept(Agent, data.UserAgent);
        lines.Kept(Ip, data.Ip);
        if (data.Machine is { } machine) lines.Number(Machine, machine ? 1 : 0);
        if (data.Bounce is { } bounce) lines.Number(Bounce, (int)bounce);
        lines.Kept(Reason, data.Reason);
        lines.Kept(From, data.From);
        lines.Kept(Extra, extra);
    }

    private static EventData OfMail(ReadOnlySpan<string?> told) => new()
    {
        Campaign = told[Campaign],
        MessageId = told[Message],
        ActionId = told[Action],
        Url = told[Url],
        UserAgent = told[Agent],
        Ip = told[Ip],
        Machine = told[Machine] is { } machine ? machine == "1" : null,
        Bounce = told[Bounce] is { } bounce ? (BounceKind)Number(bounce) : null,
        Reason = told[Reason],
        From = told[From],
        Extra = told[Extra] is { } extra && extra.IndexOf('=', StringComparison.Ordinal) is >= 0 and var end
            ? ImmutableDictionary<string, string>.Empty.Add(extra[..end], extra[(end + 1)..])
            : null,
    };

    /// <summary>The one pair of a map as text; false when it has more, or a name with the mark in it.</summary>
    private static bool ExtraText(ImmutableDictionary<string, string>? extra, out string? text)
    {
        text = null;
        if (extra is null) return true;
        if (extra.Count != 1) return false;
        var (name, value) = extra.First();
        text = $"{name}={value}";
        return !name.Contains('=', StringComparison.Ordinal);
    }
}

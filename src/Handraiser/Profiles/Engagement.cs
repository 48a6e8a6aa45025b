using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Handraiser.Profiles;

/// <summary>How a customer takes our messages over one channel. Counts of people, machines set aside (law 13).</summary>
public sealed record Engagement
{
    private readonly Instant lastDelivered;
    private readonly Instant lastOpen;
    private readonly Instant lastClick;
    private readonly Instant olderOpen;
    private readonly Instant olderClick;

    /// <summary>Nothing was sent yet.</summary>
    public static Engagement None { get; } = new();

    /// <summary>Messages taken over by the provider.</summary>
    [JsonPropertyName("n")] public int Sent { get; init; }
    /// <summary>Messages that arrived.</summary>
    [JsonPropertyName("d")] public int Delivered { get; init; }
    /// <summary>Messages of which at least one open was a person's.</summary>
    [JsonPropertyName("o")] public int Opened { get; init; }
    /// <summary>Messages of which at least one click was a person's.</summary>
    [JsonPropertyName("cm")] public int Clicked { get; init; }
    /// <summary>Opens by people, repeats included.</summary>
    [JsonPropertyName("oo")] public int Opens { get; init; }
    /// <summary>Clicks by people, repeats included.</summary>
    [JsonPropertyName("c")] public int Clicks { get; init; }
    /// <summary>Opens set aside as machines'.</summary>
    [JsonPropertyName("mo")] public int MachineOpens { get; init; }
    /// <summary>Clicks set aside as machines'.</summary>
    [JsonPropertyName("mc")] public int MachineClicks { get; init; }
    /// <summary>Replies.</summary>
    [JsonPropertyName("r")] public int Replies { get; init; }
    /// <summary>Spam complaints, whatever domain the message came from.</summary>
    [JsonPropertyName("cp")] public int Complaints { get; init; }
    /// <summary>Messages that came back because the address does not exist, whatever domain they came from.</summary>
    [JsonPropertyName("hb")] public int HardBounces { get; init; }
    /// <summary>What of all that belongs to messages whose sending domain was told, by domain; bounded. The rest is the installation's own.</summary>
    [JsonPropertyName("by")] public ImmutableArray<DomainCounts> ByDomain { get => field.IsDefault ? [] : field; init; }
    /// <summary>When the last message arrived.</summary>
    [JsonPropertyName("ld")] public DateTimeOffset? LastDelivered { get => lastDelivered; init => lastDelivered = value; }
    /// <summary>When a person last opened.</summary>
    [JsonPropertyName("lo")] public DateTimeOffset? LastOpen { get => lastOpen; init => lastOpen = value; }
    /// <summary>When a person last clicked, final verdicts only (<see cref="Verdicts.Judge.Settle"/>).</summary>
    [JsonPropertyName("lc")] public DateTimeOffset? LastClick { get => lastClick; init => lastClick = value; }
    /// <summary>The last open that is no longer among the remembered events: what stands if all of those are withdrawn.</summary>
    [JsonPropertyName("oo0")] public DateTimeOffset? OlderOpen { get => olderOpen; init => olderOpen = value; }
    /// <summary>The last click that is no longer among the remembered events.</summary>
    [JsonPropertyName("oc0")] public DateTimeOffset? OlderClick { get => olderClick; init => olderClick = value; }
    /// <summary>How long messages were read altogether, in seconds, where that was told.</summary>
    [JsonPropertyName("rs")] public double SecondsRead { get; init; }
    /// <summary>Opens and clicks by people per hour of the day, UTC: 24 numbers, or none.</summary>
    [JsonPropertyName("h")] public ImmutableArray<int> Hours { get => field.IsDefault ? [] : field; init; }
    /// <summary>The last messages and what became of them, oldest first; bounded.</summary>
    [JsonPropertyName("ms")] public Trail<MessageSeen> Messages { get; init; }

    /// <summary>What <see cref="Messages"/> are found by; null on a profile that was read and has learned of no message since.</summary>
    [JsonIgnore] internal MessageMarks? Marks { get; init; }

    /// <summary>How many imagined mails, opened as often as the list opens them, are added to the customer's own: 1 of 1 is not 100 %.</summary>
    private const double Prior = 5;

    /// <summary>The share of mails that the customer opens, as a posterior mean: drawn towards the list's own average while few were delivered.</summary>
    /// <param name="average">The list's average, from 0 to 1.</param>
    public double OpenShare(double average) => (Opened + Prior * average) / (Math.Max(Delivered, Opened) + Prior);

    /// <summary>The message of this id, or null when it is not remembered.</summary>
    public MessageSeen? Message(string? id)
    {
        if (id is null) return null;
        var marks = MessageMarks.Of(this);
        return marks.Find(id, MessageMarks.Of(id)) is >= 0 and var place ? Messages[place] : null;
    }
}

/// <summary>What became of the messages that came from one domain.</summary>
/// <param name="Domain">The sending domain, lower case.</param>
/// <param name="Sent">Taken over by the provider.</param>
/// <param name="Delivered">Arrived.</param>
/// <param name="Complaints">Called spam.</param>
/// <param name="HardBounces">Came back because the address does not exist.</param>
public sealed record DomainCounts(
    [property: JsonPropertyName("d")] string Domain,
    [property: JsonPropertyName("n")] int Sent = 0,
    [property: JsonPropertyName("a")] int Delivered = 0,
    [property: JsonPropertyName("c")] int Complaints = 0,
    [property: JsonPropertyName("b")] int HardBounces = 0)
{
    /// <summary>Both together.</summary>
    public DomainCounts Plus(DomainCounts other) => this with
    {
        Sent = Sent + other.Sent,
        Delivered = Delivered + other.Delivered,
        Complaints = Complaints + other.Complaints,
        HardBounces = HardBounces + other.HardBounces,
    };
}

/// <summary>One message of the last ones, and how the customer took it.</summary>
public sealed record MessageSeen
{
    private readonly Instant at;

    /// <summary>As <see cref="RecentEvent.Message"/>.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>The campaign or play.</summary>
    [JsonPropertyName("g")] public string? Campaign { get; init; }
    /// <summary>The first thing known of it.</summary>
    [JsonPropertyName("t")] public required DateTimeOffset At { get => at.Value; init => at = value; }
    /// <summary>Opens by people.</summary>
    [JsonPropertyName("o")] public int Opens { get; init; }
    /// <summary>Clicks by people.</summary>
    [JsonPropertyName("c")] public int Clicks { get; init; }
    /// <summary>Opens by machines.</summary>
    [JsonPropertyName("mo")] public int MachineOpens { get; init; }
    /// <summary>Clicks by machines.</summary>
    [JsonPropertyName("mc")] public int MachineClicks { get; init; }

    /// <summary>Whether a person opened it: a click implies that.</summary>
    [JsonIgnore] public bool IsOpened => Opens > 0 || Clicks > 0;
}

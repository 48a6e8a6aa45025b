using System.Text.Json.Serialization;

namespace Handraiser.Profiles;

/// <summary>How a customer takes our messages over one channel. Counts of people, machines set aside (law 13).</summary>
public sealed record Engagement
{
    /// <summary>Nothing was sent yet.</summary>
    public static Engagement None { get; } = new();

    /// <summary>Messages taken over by the provider.</summary>
    [JsonPropertyName("n")] public int Sent { get; init; }
    /// <summary>Messages that arrived.</summary>
    [JsonPropertyName("d")] public int Delivered { get; init; }
    /// <summary>Messages of which at least one open was a person's.</summary>
    [JsonPropertyName("o")] public int Opened { get; init; }
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
    /// <summary>When the last message arrived.</summary>
    [JsonPropertyName("ld")] public DateTimeOffset? LastDelivered { get; init; }
    /// <summary>When a person last opened.</summary>
    [JsonPropertyName("lo")] public DateTimeOffset? LastOpen { get; init; }
    /// <summary>When a person last clicked.</summary>
    [JsonPropertyName("lc")] public DateTimeOffset? LastClick { get; init; }

    /// <summary>How many imagined mails, opened as often as the list opens them, are added to the customer's own: 1 of 1 is not 100 %.</summary>
    private const double Prior = 5;

    /// <summary>The share of mails that the customer opens, as a posterior mean: drawn towards the list's own average while few were delivered.</summary>
    /// <param name="average">The list's average, from 0 to 1.</param>
    public double OpenShare(double average) => (Opened + Prior * average) / (Math.Max(Delivered, Opened) + Prior);
}

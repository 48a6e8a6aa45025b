using System.Text.Json.Serialization;
using Handraiser.Campaigns;
using Handraiser.Plays;

namespace Handraiser.Functions.Campaigns;

/// <summary>How a campaign stands.</summary>
public static class CampaignStatus
{
    /// <summary>It chooses members, or will from its start on.</summary>
    public const string Running = "running";
    /// <summary>Somebody paused it, or it paused itself (<see cref="CampaignState.Why"/>).</summary>
    public const string Paused = "paused";
    /// <summary>Somebody ended it.</summary>
    public const string Cancelled = "cancelled";
    /// <summary>Everybody was chosen; some may still wait for their hour.</summary>
    public const string Done = "done";
}

/// <summary>A campaign and how far it is: one blob, written after every slice, each write conditional on the one before.</summary>
public sealed record CampaignState
{
    /// <summary>The most members of one slice: what one message of the queue may take in a few seconds.</summary>
    public const int MostInSlice = 500;

    /// <summary>What is sent.</summary>
    [JsonPropertyName("campaign")] public required Campaign Campaign { get; init; }
    /// <summary>The campaign to whose clickers it goes; null where it goes to a segment.</summary>
    [JsonPropertyName("clickersOf")] public string? ClickersOf { get; init; }
    /// <summary>How many are chosen a minute.</summary>
    [JsonPropertyName("perMinute")] public required int PerMinute { get; init; }
    /// <summary>When it was ordered, UTC.</summary>
    [JsonPropertyName("createdAt")] public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>When it begins, UTC.</summary>
    [JsonPropertyName("startsAt")] public required DateTimeOffset StartsAt { get; init; }
    /// <summary>One of <see cref="CampaignStatus"/>.</summary>
    [JsonPropertyName("status")] public string Status { get => field ?? CampaignStatus.Running; init; }
    /// <summary>Why it paused by itself.</summary>
    [JsonPropertyName("why")] public string? Why { get; init; }
    /// <summary>The turn that is next: a message of an earlier one has nothing more to do.</summary>
    [JsonPropertyName("turn")] public int Turn { get; init; }
    /// <summary>The last member who was chosen; null for none.</summary>
    [JsonPropertyName("after")] public string? After { get; init; }
    /// <summary>How many members, or receivers of the campaign before, were looked at.</summary>
    [JsonPropertyName("looked")] public long Looked { get; init; }
    /// <summary>How many were chosen: they stand on the roll.</summary>
    [JsonPropertyName("chosen")] public long Chosen { get; init; }
    /// <summary>When the next slice is due, UTC.</summary>
    [JsonPropertyName("next")] public DateTimeOffset? NextAt { get; init; }
    /// <summary>When everybody was chosen, UTC.</summary>
    [JsonPropertyName("finished")] public DateTimeOffset? FinishedAt { get; init; }
    /// <summary>Which write this is, so that one whose answer was lost is recognised.</summary>
    [JsonPropertyName("write")] public string? Write { get; init; }

    /// <summary>How many members one slice takes: a quarter of a minute's.</summary>
    [JsonIgnore] public int SliceSize => Math.Clamp((PerMinute + 3) / 4, 1, MostInSlice);

    /// <summary>How long a slice of so many is followed by none, so that a minute never chooses more than <see cref="PerMinute"/>.</summary>
    public TimeSpan PauseAfter(int chosen) => TimeSpan.FromMinutes((double)chosen / PerMinute);

    /// <summary>The state after a slice.</summary>
    /// <param name="chosen">Who was chosen.</param>
    /// <param name="found">What was found.</param>
    /// <param name="turn">The turn that was taken.</param>
    /// <param name="now">UTC.</param>
    public CampaignState Advanced(IReadOnlyList<string> chosen, FoundMembers found, int turn, DateTimeOffset now)
    {
        // Whom an earlier attempt chose is on the roll, though they may have left the segment since: then there may be more behind them.
        var done = found.IsLast && chosen.Count == found.Ids.Count;
        return this with
        {
            Turn = turn + 1,
            After = chosen.Count > 0 ? chosen[^1] : After,
            Looked = Looked + found.Looked,
            Chosen = Chosen + chosen.Count,
            NextAt = done ? null : now + PauseAfter(chosen.Count),
            Status = done ? CampaignStatus.Done : Status,
            FinishedAt = done ? now : null,
        };
    }
}

/// <summary>Members who are next.</summary>
/// <param name="Ids">Their customer ids, in order.</param>
/// <param name="Looked">How many were looked at to find them.</param>
/// <param name="IsLast">Whether there are no more.</param>
public sealed record FoundMembers(IReadOnlyList<string> Ids, int Looked, bool IsLast);

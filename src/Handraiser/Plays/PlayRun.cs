using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Handraiser.Campaigns;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>One play in progress for one customer and one occasion, or one that has ended and is remembered for re-entry.</summary>
public sealed record PlayRun
{
    private readonly Instant causeAt;
    private readonly Instant startedAt;
    private readonly Instant due;
    private readonly Instant heldSince;
    private readonly Instant armAt;
    private readonly Instant endedAt;
    private readonly Instant goalAt;

    /// <summary>The hash of customer, play and occasion: a replay gives the same.</summary>
    [JsonPropertyName("id")] public required string Id { get; init; }
    /// <summary>The play's name.</summary>
    [JsonPropertyName("p")] public required string Play { get; init; }
    /// <summary>What it is about, so that two carts are two occasions: a cart's id, a message's id, a segment.</summary>
    [JsonPropertyName("o")] public required string Occasion { get; init; }
    /// <summary>The kind of event or hop that started it.</summary>
    [JsonPropertyName("k")] public required string Cause { get; init; }
    /// <summary>When the cause happened: waits count from here, and a later event of the same occasion moves it.</summary>
    [JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required DateTimeOffset CauseAt { get => causeAt.Value; init => causeAt = value; }
    /// <summary>When it started, by the time of the first cause.</summary>
    [JsonPropertyName("b"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required DateTimeOffset StartedAt { get => startedAt.Value; init => startedAt = value; }
    /// <summary>The next step, counted from 0.</summary>
    [JsonPropertyName("n")] public int Step { get; init; }
    /// <summary>When the next step is due; null when the play has ended.</summary>
    [JsonPropertyName("d")] public DateTimeOffset? Due { get => due; init => due = value; }
    /// <summary>When the next step was due before a gate held it back; null while none did.</summary>
    [JsonPropertyName("h")] public DateTimeOffset? HeldSince { get => heldSince; init => heldSince = value; }
    /// <summary>Which events that end a step have happened since it started; they outlive the list of recent events.</summary>
    [JsonPropertyName("u")] public ImmutableArray<string> Happened { get => field.IsDefault ? [] : field; init; }
    /// <summary>Which arm the customer is in, set at the first step that passed all other gates; null before, and for plays that measure nothing.</summary>
    [JsonPropertyName("a")] public Arm? Arm { get; init; }
    /// <summary>When that was, the same moment for both arms: what happens from then on is compared.</summary>
    [JsonPropertyName("x")] public DateTimeOffset? ArmAt { get => armAt; init => armAt = value; }
    /// <summary>The version of the playbook that started it.</summary>
    [JsonPropertyName("v")] public string? Version { get; init; }
    /// <summary>When it ended.</summary>
    [JsonPropertyName("e")] public DateTimeOffset? EndedAt { get => endedAt; init => endedAt = value; }
    /// <summary>How it ended: <c>done</c>, <c>goal</c>, or what ended it.</summary>
    [JsonPropertyName("w")] public string? Outcome { get; init; }
    /// <summary>When the goal was first reached; null while it was not. Recorded for both arms, and also after the play has ended.</summary>
    [JsonPropertyName("g")] public DateTimeOffset? GoalAt { get => goalAt; init => goalAt = value; }

    /// <summary>What is sent, where a campaign began it and not a play of the playbook.</summary>
    [JsonPropertyName("cg")] public Campaign? Campaign { get; init; }

    /// <summary>Whether steps are still to come.</summary>
    [JsonIgnore] public bool IsRunning => endedAt.IsNone;

    /// <summary>As <see cref="Due"/>, in the form that is quick to compare.</summary>
    internal Instant NextDue => due;

    /// <summary>As <see cref="StartedAt"/>, in the same form.</summary>
    internal Instant Began => startedAt;

    /// <summary>Whether nothing that happens at a moment can still be its goal: it has ended, and reached that before or is over for too long.</summary>
    internal bool IsClosedTo(Instant at, TimeSpan longestGoal) => !endedAt.IsNone && (goalAt.IsBy(at) || at.Since(endedAt) > longestGoal);
}

/// <summary>The two arms of a measurement (law 13).</summary>
public enum Arm
{
    /// <summary>Gets what the play does.</summary>
    Treated,
    /// <summary>Gets nothing.</summary>
    HeldOut,
}

using System.Text.Json.Serialization;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>Why something was done or not done: the names of the gates. A decision never disappears.</summary>
public static class Gates
{
    /// <summary>Nothing stood in the way.</summary>
    public const string Passed = "passed";
    /// <summary>The customer said no to the channel, or never yes where a yes is needed.</summary>
    public const string Consent = "consent";
    /// <summary>The address or the customer is suppressed.</summary>
    public const string Suppressed = "suppressed";
    /// <summary>There is no address or number to reach the customer by.</summary>
    public const string Unreachable = "unreachable";
    /// <summary>The event is older than the play allows: history changes, nothing fires.</summary>
    public const string Stale = "stale";
    /// <summary>A machine did it.</summary>
    public const string Machine = "machine";
    /// <summary>The event was caused by a message of the same play.</summary>
    public const string OwnDoing = "own-doing";
    /// <summary>The play ran for this customer too recently, or may run only once.</summary>
    public const string TooSoon = "too-soon";
    /// <summary>The play already runs for this occasion, or was already answered.</summary>
    public const string AlreadyDone = "already-done";
    /// <summary>The customer is not in the segment that the play is for.</summary>
    public const string NotForThem = "not-for-them";
    /// <summary>The customer did nothing: only the playbook or the model changed, and the segment does not say <c>includeExisting</c>.</summary>
    public const string Existing = "existing";
    /// <summary>Something happened that ends the play.</summary>
    public const string Ended = "ended";
    /// <summary>The channel's gap, day or week is full.</summary>
    public const string Limit = "limit";
    /// <summary>It is night for the customer.</summary>
    public const string QuietHours = "quiet-hours";
    /// <summary>The customer belongs to the group that gets nothing, for measuring.</summary>
    public const string HeldOut = "held-out";
    /// <summary>The month's money is spent.</summary>
    public const string Budget = "budget";
    /// <summary>Law 8: no offer to this customer.</summary>
    public const string NoOffer = "no-offer";
    /// <summary>The play is switched off or paused.</summary>
    public const string Disabled = "disabled";
    /// <summary>Marketing was stopped because of complaints or bounces.</summary>
    public const string Stopped = "stopped";
    /// <summary>The provider refused it for good.</summary>
    public const string Refused = "refused";
    /// <summary>Whether it arrived is not known, and it is not sent again.</summary>
    public const string Unclear = "unclear";
}

/// <summary>One decision, to act or not, kept where a person can read it. Repeats collapse into a count and the last time.</summary>
public sealed record Decision
{
    private readonly Instant at;
    private readonly Instant lastAt;

    /// <summary>The play.</summary>
    [JsonPropertyName("p")] public required string Play { get; init; }
    /// <summary>The step, counted from 0.</summary>
    [JsonPropertyName("n")] public int Step { get; init; }
    /// <summary>The kind of event or hop that led to it.</summary>
    [JsonPropertyName("c")] public required string Cause { get; init; }
    /// <summary>What the play is about.</summary>
    [JsonPropertyName("o")] public string? Occasion { get; init; }
    /// <summary>Which gate decided: one of <see cref="Gates"/>; <see cref="Gates.Passed"/> when the action went ahead.</summary>
    [JsonPropertyName("g")] public required string Gate { get; init; }
    /// <summary>Why, in words for a person, where the gate alone does not say it.</summary>
    [JsonPropertyName("y")] public string? Reason { get; init; }
    /// <summary>What was done, or would have been.</summary>
    [JsonPropertyName("w")] public string? What { get; init; }
    /// <summary>When first.</summary>
    [JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required DateTimeOffset At { get => at.Value; init => at = value; }
    /// <summary>When last.</summary>
    [JsonPropertyName("l")] public DateTimeOffset? LastAt { get => lastAt; init => lastAt = value; }
    /// <summary>How often more than once.</summary>
    [JsonPropertyName("r")] public int Repeats { get; init; }
    /// <summary>The version of the playbook.</summary>
    [JsonPropertyName("v")] public string? Version { get; init; }
}

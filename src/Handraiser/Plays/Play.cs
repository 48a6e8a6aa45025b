using System.Collections.Immutable;
using Handraiser.Segments;

namespace Handraiser.Plays;

/// <summary>What is done when: a trigger, steps with waits, and what ends it.</summary>
public sealed record Play
{
    /// <summary>Its name in the playbook.</summary>
    public required string Name { get; init; }
    /// <summary>What starts it.</summary>
    public required Trigger On { get; init; }
    /// <summary>What it is for, in the marketer's words.</summary>
    public string? About { get; init; }
    /// <summary>Whom it is for, a segment's path or a condition (<see cref="SegmentSet.Meets"/>); null for everyone.</summary>
    public string? To { get; init; }
    /// <summary>What is done, in order.</summary>
    public ImmutableArray<PlayStep> Steps { get; init { field = value; EndAStep = [.. value.SelectMany(s => s.Unless).Distinct()]; } } = [];
    /// <summary>What ends any of the <see cref="Steps"/>, as their <see cref="PlayStep.Unless"/> say.</summary>
    internal ImmutableArray<string> EndAStep { get; private init; } = [];
    /// <summary>What ends it wherever it stands: kinds of events, which have a dot, or paths of segments, which have none.</summary>
    public ImmutableArray<string> Unless { get; init; } = [];
    /// <summary>What it is for: reaching it ends the play and counts as a success.</summary>
    public Goal? Goal { get; init; }
    /// <summary>The share of customers who get nothing, for measuring; from 0 to 1 (law 13).</summary>
    public double Holdout { get; init; }
    /// <summary>How long after its start it may start again for the same customer; null for at once.</summary>
    public TimeSpan? Again { get; init; }
    /// <summary>Whether it may run only once in a customer's life.</summary>
    public bool Once { get; init; }
    /// <summary>Events older than this change history but start nothing.</summary>
    public TimeSpan Stale { get; init; } = TimeSpan.FromDays(2);
    /// <summary>How long after its cause the play ends wherever it stands; null for never.</summary>
    public TimeSpan? Until { get; init; }
    /// <summary>What one delivery costs beside its offer, in the shop's currency (law 8).</summary>
    public decimal? Cost { get; init; }
    /// <summary>The most that the play may cost in a month, in the shop's currency; null for no bound but the shop's.</summary>
    public decimal? BudgetPerMonth { get; init; }
    /// <summary>What its messages are about, for customers to choose; null for no topic.</summary>
    public string? Topic { get; init; }
    /// <summary>Whether a message that finds the channel's limit used up by others is dropped, instead of waiting for room.</summary>
    public bool Yields { get; init; }
    /// <summary>Whether the play is switched on.</summary>
    public bool Enabled { get; init; } = true;
    /// <summary>Whether runs in progress move to a new version of the playbook, or end as they began.</summary>
    public bool MovesToNewVersion { get; init; } = true;
}

/// <summary>What starts a play.</summary>
public abstract record Trigger;

/// <summary>An event.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Where">What its data must be; null for anything.</param>
/// <param name="InWords">Whether only what the customer wrote in their own words counts.</param>
public sealed record EventTrigger(string Kind, EventFilter? Where = null, bool InWords = false) : Trigger;

/// <summary>Entering (or leaving) a segment.</summary>
/// <param name="Segment">The segment's path.</param>
/// <param name="Entered">Entering (true) or leaving (false).</param>
public sealed record HopTrigger(string Segment, bool Entered = true) : Trigger
{
    /// <summary>It in words, as the cause of runs and decisions: one text for all profiles.</summary>
    internal string Cause { get; } = (Entered ? "entered " : "left ") + Segment;
}

/// <summary>An answer to a question.</summary>
/// <param name="Question">The question's name.</param>
/// <param name="Is">Any of these answers; empty for any answer.</param>
/// <param name="InWords">Whether only what the customer wrote in their own words counts.</param>
public sealed record AnswerTrigger(string Question, ImmutableArray<string> Is, bool InWords = false) : Trigger;

/// <summary>A date in the customer's life coming round.</summary>
/// <param name="Date">Which: <c>anniversary</c> (of becoming known) or the name of a trait that holds a date.</param>
/// <param name="Before">How long before it.</param>
public sealed record DateTrigger(string Date, TimeSpan Before) : Trigger;

/// <summary>What a play is for.</summary>
/// <param name="Kind">The kind of event that reaches it, or the path of a segment that the customer enters.</param>
/// <param name="Within">How long after a delivered step it still counts.</param>
public sealed record Goal(string Kind, TimeSpan Within);

/// <summary>One step of a play.</summary>
public sealed record PlayStep
{
    /// <summary>How long before it is done.</summary>
    public Wait Wait { get; init; } = Wait.None;
    /// <summary>What has happened since the play began that skips the rest: kinds of events, or paths of segments that the customer is in.</summary>
    public ImmutableArray<string> Unless { get; init; } = [];
    /// <summary>Only for customers who meet this, a segment's path or a condition (<see cref="SegmentSet.Meets"/>); null for all.</summary>
    public string? OnlyIn { get; init; }
    /// <summary>What is done; null for a step that only waits.</summary>
    public StepAction? Do { get; init; }
}

/// <summary>What a step does.</summary>
public abstract record StepAction;

/// <summary>Sends a message.</summary>
/// <param name="Channel">One of <see cref="Profiles.Channels"/>.</param>
/// <param name="Template">Which template.</param>
/// <param name="Offer">The incentive that goes with it.</param>
public sealed record SendAction(string Channel, string Template, Offer? Offer = null) : StepAction;

/// <summary>Puts the customer on the responders' list (law 1).</summary>
/// <param name="Draft">The suggested answer's template.</param>
/// <param name="Within">By when, in business days.</param>
/// <param name="Rank">What ranks the customer among the others: one of <see cref="Ranks"/> (law 2).</param>
public sealed record FollowUpAction(string Draft, int Within = 1, string Rank = Ranks.Value) : StepAction;

/// <summary>What ranks customers on the responders' list.</summary>
public static class Ranks
{
    /// <summary>What they are worth to the shop.</summary>
    public const string Value = "value";
    /// <summary>Their lead score.</summary>
    public const string Score = "score";
    /// <summary>How lately they raised their hand.</summary>
    public const string Recency = "recency";
}

/// <summary>Asks a question by mail.</summary>
/// <param name="Question">The question's name.</param>
public sealed record AskAction(string Question) : StepAction;

/// <summary>Tells staff.</summary>
/// <param name="Text">What to tell.</param>
/// <param name="To">How: <c>mail</c>, <c>slack</c> or <c>teams</c>.</param>
public sealed record AlertAction(string Text, string To = "mail") : StepAction;

/// <summary>Writes a fact on the profile.</summary>
/// <param name="Name">The trait's name.</param>
/// <param name="Value">Its value.</param>
public sealed record TagAction(string Name, string Value) : StepAction
{
    /// <summary>It in words, as decisions tell it: one text for all profiles.</summary>
    internal string Words { get; } = "tag " + Name;
}

/// <summary>Stops marketing to the customer over all channels.</summary>
public sealed record SuppressAction : StepAction;

/// <summary>Parts the way: goes on with the next step for customers who meet a condition, and with another step for the rest. Decided once.</summary>
/// <param name="If">A segment's path or a condition (<see cref="SegmentSet.Meets"/>).</param>
/// <param name="Else">The index of the step for the rest; the number of steps to end.</param>
public sealed record BranchAction(string If, int Else) : StepAction;

/// <summary>Goes on with another step: the end of a branch.</summary>
/// <param name="To">The index of the step; the number of steps to end.</param>
public sealed record JumpAction(int To) : StepAction;

/// <summary>Calls another system.</summary>
/// <param name="Name">The name of the configured address.</param>
public sealed record WebhookAction(string Name) : StepAction;

/// <summary>How long a step waits, from the cause (first step) or from the step before.</summary>
public sealed record Wait
{
    /// <summary>No wait.</summary>
    public static Wait None { get; } = new();
    /// <summary>The shortest wait.</summary>
    public TimeSpan From { get; init; }
    /// <summary>The longest wait; each occasion gets its own length in between, the same on every replay.</summary>
    public TimeSpan To { get; init; }
    /// <summary>Only within the shop's business hours: moved to the next opening otherwise (law 3).</summary>
    public bool BusinessHours { get; init; }
    /// <summary>Until this time of day, in the customer's zone; null for no matter.</summary>
    public TimeOnly? At { get; init; }
    /// <summary>Until this weekday, in the customer's zone; null for no matter.</summary>
    public DayOfWeek? On { get; init; }
    /// <summary>At the hour at which this customer usually opens.</summary>
    public bool UsualHour { get; init; }
}

using System.Collections.Immutable;
using Handraiser.Lapse;

namespace Handraiser.Segments;

/// <summary>What a customer must meet to be in a segment. Pure data; <see cref="CompiledSegments"/> makes it run.</summary>
public abstract record Condition;

/// <summary>All of these.</summary>
/// <param name="Of">The parts.</param>
public sealed record AllOf(ImmutableArray<Condition> Of) : Condition;

/// <summary>At least one of these.</summary>
/// <param name="Of">The parts.</param>
public sealed record AnyOf(ImmutableArray<Condition> Of) : Condition;

/// <summary>Not this.</summary>
/// <param name="Of">What must not be met.</param>
public sealed record NotMet(Condition Of) : Condition;

/// <summary>How often something happened, and how recently.</summary>
/// <param name="Match">What.</param>
public sealed record EventCondition(EventMatch Match) : Condition
{
    /// <summary>The most that can be counted: a profile keeps one time for each.</summary>
    public const int MostCounted = 100;

    /// <summary>At least so often.</summary>
    public int AtLeast { get; init; } = 1;
    /// <summary>At most so often; null for any number.</summary>
    public int? AtMost { get; init; }
    /// <summary>Only in this time up to now; null for ever. What happened exactly so long ago is out.</summary>
    public TimeSpan? Within { get; init; }
    /// <summary>Whether each category is counted apart, and one of them has to reach the number.</summary>
    public bool SameCategory { get; init; }
}

/// <summary>Nothing of the customer's own doing (<see cref="EventMatch.OwnActs"/>) for so long.</summary>
/// <param name="For">How long.</param>
public sealed record SilentFor(TimeSpan For) : Condition;

/// <summary>The share of the customer's interest that one category has (law 7).</summary>
/// <param name="Category">The category path; what lies below it counts.</param>
public sealed record InterestShare(string Category) : Condition
{
    /// <summary>At least this share, from 0 to 1.</summary>
    public double? AtLeast { get; init; }
    /// <summary>Less than this share.</summary>
    public double? Under { get; init; }
    /// <summary>Only with so much evidence of interest in anything, as it has faded by now; less says nothing either way.</summary>
    public double From { get; init; } = 3;
}

/// <summary>The share of mails that the customer opens, drawn towards the list's average while few were delivered.</summary>
public sealed record OpenShare : Condition
{
    /// <summary>At least this share, from 0 to 1.</summary>
    public double? AtLeast { get; init; }
    /// <summary>Less than this share.</summary>
    public double? Under { get; init; }
    /// <summary>Only when so many were delivered.</summary>
    public int Of { get; init; } = 10;
}

/// <summary>The lead score as it has faded by now.</summary>
public sealed record ScoreIs : Condition
{
    /// <summary>At least so many points.</summary>
    public double? AtLeast { get; init; }
    /// <summary>Fewer points.</summary>
    public double? Under { get; init; }
}

/// <summary>How long the shop has known the customer, from the earliest fact, imports included.</summary>
public sealed record KnownFor : Condition
{
    /// <summary>At least so long.</summary>
    public TimeSpan? AtLeast { get; init; }
    /// <summary>Less long.</summary>
    public TimeSpan? Under { get; init; }
}

/// <summary>The mean time between the customer's orders.</summary>
public sealed record BuysEvery : Condition
{
    /// <summary>At least so long.</summary>
    public TimeSpan? AtLeast { get; init; }
    /// <summary>Less long.</summary>
    public TimeSpan? Under { get; init; }
    /// <summary>Only from so many orders on.</summary>
    public int Orders { get; init; } = 3;
}

/// <summary>What the customer has spent in all, or on an order in the mean, in the shop's currency, refunds taken off.</summary>
/// <param name="PerOrder">In the mean of the orders, instead of in all.</param>
public sealed record Spent(bool PerOrder) : Condition
{
    /// <summary>At least so much.</summary>
    public decimal? AtLeast { get; init; }
    /// <summary>Less.</summary>
    public decimal? Under { get; init; }
}

/// <summary>What the customer told us when asked (law 10); the last answer counts.</summary>
/// <param name="Question">The question's name.</param>
/// <param name="Is">Any of these answers; empty for any answer at all.</param>
public sealed record Answered(string Question, ImmutableArray<string> Is) : Condition;

/// <summary>A fact about the customer.</summary>
/// <param name="Name">The trait's name.</param>
/// <param name="Is">Any of these values, case aside; empty for any value at all.</param>
public sealed record HasTrait(string Name, ImmutableArray<string> Is) : Condition
{
    /// <summary>A number of at least this.</summary>
    public double? AtLeast { get; init; }
    /// <summary>A number below this.</summary>
    public double? Under { get; init; }
}

/// <summary>The customer lives within a distance of a place, as the crow flies.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Kilometres">How far at most.</param>
public sealed record LivesNear(double Latitude, double Longitude, double Kilometres) : Condition;

/// <summary>The customer is in another segment.</summary>
/// <param name="Path">The other segment's path.</param>
public sealed record InSegment(string Path) : Condition;

/// <summary>By the customer's own rhythm it has become likely that nothing more will be bought.</summary>
/// <param name="Rule">From which chance on, and never sooner than when.</param>
public sealed record WillNotBuy(LapseRule Rule) : Condition;

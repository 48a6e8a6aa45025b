using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Segments;

/// <summary>What an event's data must be for a condition or a trigger to match; every field that is set must match.</summary>
public sealed record EventFilter
{
    /// <summary>A category path: the event's category must be it or below it.</summary>
    public string? Category { get; init; }
    /// <summary>A product id.</summary>
    public string? Product { get; init; }
    /// <summary>A brand.</summary>
    public string? Brand { get; init; }
    /// <summary>A campaign.</summary>
    public string? Campaign { get; init; }
    /// <summary>A shop or till.</summary>
    public string? Store { get; init; }
    /// <summary>The least worth of the cart or order.</summary>
    public decimal? ValueAtLeast { get; init; }
    /// <summary>The worth must be below this.</summary>
    public decimal? ValueUnder { get; init; }

    /// <summary>Whether an event matches.</summary>
    public bool Matches(CustomerEvent happened)
    {
        var data = happened.Data;
        if (Category is { } category && !IsWithin(data.Category ?? data.Product?.Category, category) && !data.Lines.Any(l => IsWithin(l.Category, category))) return false;
        if (Product is { } product && data.Product?.ProductId != product && !data.Lines.Any(l => l.ProductId == product)) return false;
        if (Brand is { } brand && data.Product?.Brand != brand && !data.Lines.Any(l => l.Brand == brand)) return false;
        if (Campaign is { } campaign && data.Campaign != campaign) return false;
        if (Store is { } store && data.Store != store) return false;
        if (ValueAtLeast is { } least && !(data.Value >= least)) return false;
        return ValueUnder is not { } bound || data.Value < bound;
    }

    /// <summary>Whether a category path is another one or lies below it.</summary>
    public static bool IsWithin(string? category, string ancestor) =>
        category is not null && category.StartsWith(ancestor, StringComparison.Ordinal) && (category.Length == ancestor.Length || category[ancestor.Length] == '/');
}

/// <summary>
/// All segments of a playbook, compiled. Parents stand before children; a child is checked only inside its parent.
/// </summary>
public abstract class SegmentSet
{
    /// <summary>No segments.</summary>
    public static SegmentSet Empty { get; } = new NoSegments();

    /// <summary>The paths of all segments, parents before children.</summary>
    public abstract ImmutableArray<string> Paths { get; }

    /// <summary>Adds one event to the traces of those conditions that it matches.</summary>
    public abstract ImmutableArray<Trace> Observe(ImmutableArray<Trace> traces, RecentEvent happened);

    /// <summary>Takes one event back out of the traces, after a late verdict.</summary>
    public abstract ImmutableArray<Trace> Withdraw(ImmutableArray<Trace> traces, RecentEvent happened);

    /// <summary>Which segments the customer is in at this moment, and when time alone will next change that; null for never.</summary>
    public abstract SegmentState Evaluate(Profile profile, DateTimeOffset now);

    private sealed class NoSegments : SegmentSet
    {
        public override ImmutableArray<string> Paths => [];
        public override ImmutableArray<Trace> Observe(ImmutableArray<Trace> traces, RecentEvent happened) => traces;
        public override ImmutableArray<Trace> Withdraw(ImmutableArray<Trace> traces, RecentEvent happened) => traces;
        public override SegmentState Evaluate(Profile profile, DateTimeOffset now) => new([], null);
    }
}

/// <summary>The segments of one customer at one moment.</summary>
/// <param name="In">The paths of the segments the customer is in.</param>
/// <param name="NextChange">When time alone will next change that; null for never.</param>
public readonly record struct SegmentState(ImmutableArray<string> In, DateTimeOffset? NextChange);

using Handraiser.Events;
using Handraiser.Segments;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>Whether an event is one of those that a condition looks for.</summary>
internal static class EventFits
{
    public static bool All(EventMatch match, CustomerEvent happened) => match.Kinds.Contains(happened.Kind) && (match.Where is null || Filter(match.Where, happened));

    /// <summary>Category, product and brand must meet in one and the same thing; all else is asked of the event.</summary>
    public static bool Filter(EventFilter where, CustomerEvent happened)
    {
        var data = happened.Data;
        return PlainEvents.Things(happened).Any(thing => IsThing(where, thing))
            && (where.Campaign is null || where.Campaign == data.Campaign)
            && (where.Store is null || where.Store == data.Store)
            && (where.InStore is null || where.InStore == data.Store is not null)
            && (where.ValueAtLeast is null || data.Value >= where.ValueAtLeast)
            && (where.ValueUnder is null || data.Value < where.ValueUnder);
    }

    /// <summary>Whether a category is another one or lies below it: <c>bikes/road</c> lies below <c>bikes</c>, <c>bikesandmore</c> does not.</summary>
    public static bool IsBelow(string? category, string other) => category == other || (category ?? "").StartsWith($"{other}/", StringComparison.Ordinal);

    private static bool IsThing(EventFilter where, (string? Product, string? Category, string? Brand) thing) =>
        (where.Product is null || where.Product == thing.Product)
        && (where.Brand is null || where.Brand == thing.Brand)
        && (where.Category is null || IsBelow(thing.Category, where.Category));
}

using System.Collections.Immutable;
using Handraiser.Lapse;

namespace Handraiser;

/// <summary>
/// What holds for all customers at the moment: read now and then, the same for a whole batch. Immutable.
/// </summary>
public sealed record ShopState
{
    /// <summary>Nothing paused, nothing stopped, the shipped averages.</summary>
    public static ShopState Default { get; } = new();
    /// <summary>Plays that somebody paused.</summary>
    public ImmutableHashSet<string> PausedPlays { get; init; } = [];
    /// <summary>Channels on which marketing has stopped, with the reason.</summary>
    public ImmutableDictionary<string, string> Stopped { get; init; } = ImmutableDictionary<string, string>.Empty;
    /// <summary>Whether the month's money for offers and texts is spent: what costs nothing goes on.</summary>
    public bool BudgetSpent { get; init; }
    /// <summary>Plays whose own money for the month is spent.</summary>
    public ImmutableHashSet<string> PlaysOverBudget { get; init; } = [];
    /// <summary>The share of delivered mails that people open, over the whole list.</summary>
    public double AverageOpenShare { get; init; } = 0.2;
    /// <summary>How this shop's customers buy and leave.</summary>
    public LapseModel Lapse { get; init; } = LapseModel.Default;
    /// <summary>A mark of the averages and the model: customers who were judged by others are judged anew. 0 for the shipped ones.</summary>
    public ulong ModelMark { get; init; }
}

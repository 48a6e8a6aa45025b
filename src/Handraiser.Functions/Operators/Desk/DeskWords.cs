using System.Collections.Immutable;
using Handraiser.FollowUps;

namespace Handraiser.Functions.Operators.Desk;

/// <summary>What a responder asks for. Which fields count depends on the verb.</summary>
/// <param name="By">Who asks: their name.</param>
/// <param name="To">To whom it is handed over.</param>
/// <param name="Until">Until when it is out of sight.</param>
/// <param name="Subject">The subject of the answer.</param>
/// <param name="Draft">The words of the answer.</param>
/// <param name="Outcome">One of <see cref="FollowUpOutcomes"/>; for an unclear message <c>arrived</c> or <c>again</c>.</param>
public sealed record DeskRequest(string? By = null, string? To = null, DateTimeOffset? Until = null, string? Subject = null, string? Draft = null, string? Outcome = null);

/// <summary>What came of it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Item">The follow-up as it is now.</param>
/// <param name="Problem">Why it was refused.</param>
public sealed record DeskAnswer(int Status, FollowUp? Item, string? Problem = null)
{
    /// <summary>What the lints say of the words.</summary>
    public ImmutableArray<string> Findings { get => field.IsDefault ? [] : field; init; }

    /// <summary>The answer to a request that lacks a field.</summary>
    public static DeskAnswer Needs(string field) => new(400, null, $"The field {field} is missing.");
}

/// <summary>The responders' list at one moment.</summary>
/// <param name="Items">Those in sight, best first.</param>
/// <param name="Snoozed">How many are out of sight.</param>
/// <param name="Capacity">How many customers the team can answer on a day.</param>
public sealed record DeskView(IReadOnlyList<FollowUp> Items, int Snoozed, int Capacity)
{
    /// <summary>How many wait that nobody has room for (law 2: the overflow is visible).</summary>
    public int Overflow => Capacity == 0 ? 0 : Items.Count(f => f is { Kind: FollowUpKind.RaisedHand, Owner: null });
}

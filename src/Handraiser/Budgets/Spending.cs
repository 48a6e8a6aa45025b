using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Budgets;

/// <summary>What one action takes from the money of a month.</summary>
/// <param name="Period">Which month.</param>
/// <param name="Amount">How much, in the shop's currency.</param>
/// <param name="Accounts">From which accounts, each as much; none for what costs nothing or is not bounded.</param>
/// <param name="Offer">How much of the amount is the offer's: it comes back when the offer is not used (<see cref="OffersOut"/>).</param>
public sealed record Spending(
    [property: JsonPropertyName("m")] string Period, [property: JsonPropertyName("a")] decimal Amount, [property: JsonPropertyName("f")] ImmutableArray<string> Accounts,
    [property: JsonPropertyName("o")] decimal Offer = 0)
{
    /// <summary>Nothing.</summary>
    public static Spending None { get; } = new("", 0, []);
}

/// <summary>An amount that may be spent in a month.</summary>
/// <param name="Name">What the ledger calls it.</param>
/// <param name="Play">The play that it is for; null for all together.</param>
/// <param name="Bound">How much.</param>
public sealed record Account(string Name, string? Play, decimal Bound);

/// <summary>Which amounts the playbook allows, and what an action takes from them (law 8). Pure.</summary>
public static class Accounts
{
    /// <summary>The account of all plays together.</summary>
    public const string Whole = "budget";

    /// <summary>The month of the shop's own calendar, as the ledger writes it: <c>202603</c>.</summary>
    public static string Period(Store store, DateTimeOffset now) =>
        TimeZoneInfo.ConvertTime(now, store.TimeZone).ToString("yyyyMM", CultureInfo.InvariantCulture);

    /// <summary>All accounts of a playbook.</summary>
    public static IEnumerable<Account> Of(Playbook playbook)
    {
        if (playbook.Limits.BudgetPerMonth is { } whole) yield return new Account(Whole, null, whole);
        foreach (var play in playbook.Plays)
        {
            if (play.BudgetPerMonth is { } bound) yield return Account(play.Name, bound);
        }
    }

    /// <summary>The accounts that an action of a play draws on: the play's own before that of all together.</summary>
    public static IEnumerable<Account> Of(Playbook playbook, Play play)
    {
        if (play.BudgetPerMonth is { } own) yield return Account(play.Name, own);
        if (playbook.Limits.BudgetPerMonth is { } whole) yield return new Account(Whole, null, whole);
    }

    /// <summary>
    /// What an action is to reserve when it is delivered; zero for what the budget does not hold back: transactional mail, a person's own
    /// words, a place on the responders' list, and what costs nothing.
    /// </summary>
    public static decimal Price(Profile profile, PlannedAction action, string messageKind, Playbook playbook)
    {
        if (action.Kind == ActionKind.FollowUp || playbook.Find(action) is not { } play) return 0;
        var reaches = Gatekeeper.ChannelOf(action.Kind) is not null;
        return reaches && messageKind != MessageKinds.Marketing ? 0 : Offers.Cost(profile, action, play, playbook.Limits.OffersUsed);
    }

    private static Account Account(string play, decimal bound) => new($"{Whole}-{play}", play, bound);
}

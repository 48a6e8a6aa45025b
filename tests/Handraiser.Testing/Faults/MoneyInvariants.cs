using Handraiser.Budgets;
using Handraiser.Functions.Budgets;
using Handraiser.Plays;

namespace Handraiser.Testing.Faults;

/// <summary>What must hold of money and codes: no budget is exceeded, the ledger knows of everything that was spent, and no code went to two.</summary>
internal sealed class MoneyInvariants(FaultWorld world, List<string> violations)
{
    public async Task CheckAsync()
    {
        var taken = world.Provider.Taken.DistinctBy(m => m.Action.Id).ToList();
        var drawn = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var inHand = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var process in world.Processes)
        {
            foreach (var balance in await process.Get<BudgetBook>().BalancesAsync(FaultPlaybooks.First, world.Time.Now, CancellationToken.None))
            {
                drawn[balance.Account.Name] = balance.Drawn;
                inHand[balance.Account.Name] = inHand.GetValueOrDefault(balance.Account.Name) + balance.InHand;
            }
        }
        foreach (var account in Accounts.Of(FaultPlaybooks.First))
        {
            var spent = taken.Where(m => account.Play is null || m.Action.Play == account.Play).Sum(PriceOf);
            if (spent > account.Bound) violations.Add($"{spent} were spent of the {account.Bound} of {account.Name}");
            var known = drawn.GetValueOrDefault(account.Name);
            if (known > account.Bound) violations.Add($"{known} were drawn of the {account.Bound} of {account.Name}");
            if (spent + inHand.GetValueOrDefault(account.Name) > known) violations.Add($"{spent} of {account.Name} were spent and {inHand[account.Name]} are in hand, and the ledger knows of {known}");
        }
        foreach (var twice in taken.Where(m => m.Code is not null).GroupBy(m => m.Code).Where(g => g.Count() > 1)) violations.Add($"the code {twice.Key} went to {string.Join(" and ", twice.Select(m => m.Email))}");
        foreach (var mail in taken.Where(m => m.Action.Offer?.Pool is not null && m.Code is null)) violations.Add($"{mail.Action.Play} {mail.Action.Occasion} to {mail.Email} went without a code");
    }

    /// <summary>Reckoned from the rules of the story, not by the application: what each offer can cost at most, as if everybody used it.</summary>
    private static decimal PriceOf(TakenMail mail) => mail.Action switch
    {
        { Kind: ActionKind.Sms } => FaultPlaybooks.TextCost,
        { Offer: { Amount: { } amount } } => amount,
        { Offer.Percent: not null } => FaultPlaybooks.CartOffer,
        _ => 0,
    };
}

using System.Collections.Concurrent;
using Handraiser.Budgets;
using Handraiser.Functions.Delivery;
using Handraiser.Playbooks;
using Microsoft.Extensions.Hosting;

namespace Handraiser.Functions.Budgets;

/// <summary>
/// The money of the month, as this instance has it in hand: drawn from the ledger in blocks, given to actions one by one. A reservation
/// stands on the action itself from its claim on, so an action that is tried again reserves nothing anew. What is in hand when the process
/// ends goes back; what is in hand when it dies stays drawn until the month is over, which errs to the safe side by at most one block.
/// </summary>
internal sealed class BudgetBook(ILedger ledger) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<(string Period, string Account), Purse> purses = new();

    /// <summary>Reserves what an action costs, from its play's money and from that of all plays: both, or neither.</summary>
    /// <returns>What was reserved, zero for what costs nothing; null when the money is spent.</returns>
    public async Task<Spending?> ReserveAsync(Consignment consignment, string messageKind, CancellationToken cancellation)
    {
        var (profile, action, moment) = consignment;
        if (action.Spending is { } reserved) return reserved;
        var period = Accounts.Period(moment.Playbook.Store, moment.Now);
        var price = Drawing.Amount(Drawing.Units(Accounts.Price(profile, action, messageKind, moment.Playbook)));
        if (price <= 0 || moment.Playbook.Find(action) is not { } play) return Spending.None;

        var spending = new Spending(period, price, [], action.Offer is null ? 0 : decimal.Max(0, price - (play.Cost ?? 0)));
        foreach (var account in Accounts.Of(moment.Playbook, play))
        {
            if (!await Purse(period, account.Name).TakeAsync(ledger, account.Bound, price, cancellation))
            {
                GiveBack(spending);
                return null;
            }
            spending = spending with { Accounts = spending.Accounts.Add(account.Name) };
        }
        return spending;
    }

    /// <summary>Puts back what was reserved for an action that did not happen after all. Only once nothing else remembers the reservation.</summary>
    public void GiveBack(Spending? spending)
    {
        if (spending is null) return;
        foreach (var account in spending.Accounts) Purse(spending.Period, account).Put(spending.Amount);
    }

    /// <summary>How each account of the month stands.</summary>
    public async Task<IReadOnlyList<Balance>> BalancesAsync(Playbook playbook, DateTimeOffset now, CancellationToken cancellation)
    {
        var accounts = Accounts.Of(playbook).ToList();
        if (accounts.Count == 0) return [];
        var period = Accounts.Period(playbook.Store, now);
        var drawn = await ledger.DrawnAsync(period, cancellation);
        foreach (var purse in purses.Values) purse.AskAgain();
        return [.. accounts.Select(a => new Balance(a, drawn.GetValueOrDefault(a.Name), purses.TryGetValue((period, a.Name), out var purse) ? purse.InHand : 0))];
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gives back what is in hand.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var ((period, account), purse) in purses)
        {
            if (purse.Empty() is > 0 and var left) await ledger.ReturnAsync(period, account, left, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var purse in purses.Values) purse.Dispose();
    }

    private Purse Purse(string period, string account) => purses.GetOrAdd((period, account), _ => new Purse(period, account));
}

/// <summary>How one account stands.</summary>
/// <param name="Account">Which.</param>
/// <param name="Drawn">What was drawn of it in this month, by all instances; what is spent is at most this.</param>
/// <param name="InHand">What of it this instance has drawn and not used.</param>
internal sealed record Balance(Account Account, decimal Drawn, decimal InHand)
{
    /// <summary>Whether it counts as spent.</summary>
    public bool IsSpent => Drawing.IsSpent(Account.Bound, Drawn, InHand);
}

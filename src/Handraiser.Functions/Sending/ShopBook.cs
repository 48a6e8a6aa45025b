using System.Collections.Immutable;
using Handraiser.Functions.Budgets;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Functions.Sending;

/// <summary>What holds for the whole shop at the moment, as every instance reads it now and then.</summary>
internal interface IShopBook
{
    /// <summary>What is paused, stopped and spent.</summary>
    Task<ShopState> ReadAsync(Playbook playbook, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>Puts it together: one call for the switches, one more where the playbook has a budget.</summary>
internal sealed class ShopBook(ISwitches switches, BudgetBook budget, SendingDomain own) : IShopBook
{
    public async Task<ShopState> ReadAsync(Playbook playbook, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = await switches.ReadAsync(cancellation);
        var balances = await budget.BalancesAsync(playbook, now, cancellation);
        var stop = known.Domains.FirstOrDefault(d => d.IsStopped && d.Domain == own.Name);
        return ShopState.Default with
        {
            PausedPlays = [.. known.Paused.Select(p => p.Play)],
            Stopped = stop is null ? ShopState.Default.Stopped : ShopState.Default.Stopped.SetItem(Channels.Email, stop.Reason),
            BudgetSpent = balances.Any(b => b.Account.Play is null && b.IsSpent),
            PlaysOverBudget = [.. balances.Where(b => b.IsSpent && b.Account.Play is not null).Select(b => b.Account.Play!)],
        };
    }
}

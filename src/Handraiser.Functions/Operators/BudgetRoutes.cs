using Handraiser.Budgets;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Reaction;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>How much of the month's money is gone (law 8). Needs the operators' key.</summary>
internal sealed class BudgetRoutes(BudgetBook budget, IMoments moments, OperatorKey key)
{
    /// <summary>Each account of this month: its bound, and what was drawn of it. What is spent is at most what was drawn.</summary>
    [Function("ShowBudget")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "budget")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var moment = await moments.NowAsync(cancellation);
        var balances = await budget.BalancesAsync(moment.Playbook, moment.Now, cancellation);
        return Results.Json(new
        {
            period = Accounts.Period(moment.Playbook.Store, moment.Now),
            currency = moment.Playbook.Store.Currency,
            accounts = balances.Select(b => new { play = b.Account.Play, bound = b.Account.Bound, drawn = b.Drawn, left = decimal.Max(0, b.Account.Bound - b.Drawn), inHand = b.InHand, spent = b.IsSpent }),
        });
    }
}

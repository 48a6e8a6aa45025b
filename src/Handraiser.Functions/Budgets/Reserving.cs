using Handraiser.Budgets;
using Handraiser.Functions.Delivery;

namespace Handraiser.Functions.Budgets;

/// <summary>What is reserved for one action.</summary>
/// <param name="Spending">Of the month's money.</param>
/// <param name="Code">The code from the pool that its offer names.</param>
/// <param name="IsNew">Whether it was reserved just now, and stands on no action yet.</param>
/// <param name="Refusal">Why nothing could be reserved, in words for a person; null when all is well.</param>
internal sealed record Reservation(Spending Spending, string? Code, bool IsNew, string? Refusal = null);

/// <summary>Reserves what an action takes of exact shared amounts: money and codes, both or neither.</summary>
internal sealed class Reserving(BudgetBook budget, CodeBook codes)
{
    /// <summary>Reserves; an action that has its reservation keeps it.</summary>
    public async Task<Reservation> ReserveAsync(Consignment consignment, string messageKind, CancellationToken cancellation)
    {
        var action = consignment.Action;
        if (action.Spending is { } held) return new Reservation(held, action.Code, IsNew: false);
        if (await budget.ReserveAsync(consignment, messageKind, cancellation) is not { } spending) return Refused("The month's money has not that much left.");
        if (action.Offer?.Pool is not { } pool) return new Reservation(spending, null, IsNew: true);
        if (await codes.TakeAsync(pool, cancellation) is { } code) return new Reservation(spending, code, IsNew: true);
        budget.GiveBack(spending);
        return Refused($"The pool of codes {pool} is empty.");
    }

    /// <summary>Puts back what was reserved for an action that did not happen. Only once nothing else remembers the reservation.</summary>
    public void GiveBack(Spending? spending, string? pool, string? code)
    {
        budget.GiveBack(spending);
        codes.GiveBack(pool, code);
    }

    private static Reservation Refused(string why) => new(Spending.None, null, IsNew: false, why);
}

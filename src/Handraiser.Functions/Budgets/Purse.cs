namespace Handraiser.Functions.Budgets;

/// <summary>What one instance has in hand of one account.</summary>
internal sealed class Purse(string period, string account) : IDisposable
{
    private const decimal Least = 0.0001m;

    private readonly SemaphoreSlim drawing = new(1);
    private readonly Lock gate = new();
    private decimal left;
    /// <summary>The least that the ledger refused, and under which bound: as much again need not be asked for.</summary>
    private volatile Refusal? refused;

    /// <summary>What is in hand.</summary>
    public decimal InHand
    {
        get
        {
            lock (gate) return left;
        }
    }

    /// <summary>Takes an amount, drawing a block when there is too little in hand; false when the account has not that much left.</summary>
    public async Task<bool> TakeAsync(ILedger ledger, decimal bound, decimal amount, CancellationToken cancellation)
    {
        if (TryTake(amount)) return true;
        await drawing.WaitAsync(cancellation);
        try
        {
            // Whoever needs less may take from a block before the one who drew it.
            while (!TryTake(amount))
            {
                var asked = decimal.Max(amount - InHand, Least);
                if (refused is { } before && before.Bound == bound && asked >= before.Asked) return false;
                var block = await ledger.DrawAsync(period, account, bound, asked, cancellation);
                refused = block > 0 ? null : new Refusal(asked, bound);
                Put(block);
            }
            return true;
        }
        finally
        {
            drawing.Release();
        }
    }

    /// <summary>Forgets what the ledger refused: others may have given something back.</summary>
    public void AskAgain() => refused = null;

    /// <summary>Puts an amount in.</summary>
    public void Put(decimal amount)
    {
        lock (gate) left += amount;
    }

    /// <summary>Takes all that is in it.</summary>
    public decimal Empty()
    {
        lock (gate)
        {
            var all = left;
            left = 0;
            return all;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => drawing.Dispose();

    private bool TryTake(decimal amount)
    {
        lock (gate)
        {
            if (left < amount) return false;
            left -= amount;
            return true;
        }
    }

    private sealed record Refusal(decimal Asked, decimal Bound);
}

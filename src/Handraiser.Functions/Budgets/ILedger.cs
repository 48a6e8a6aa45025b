namespace Handraiser.Functions.Budgets;

/// <summary>The exact shared amounts of each month.</summary>
internal interface ILedger
{
    /// <summary>Draws a block; zero when not even what is asked for is left. What was drawn is nobody else's.</summary>
    /// <param name="period">The month.</param>
    /// <param name="account">Its name.</param>
    /// <param name="bound">The most that may ever be drawn.</param>
    /// <param name="asked">What is needed now.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<decimal> DrawAsync(string period, string account, decimal bound, decimal asked, CancellationToken cancellation);

    /// <summary>Gives back what was drawn and not used; where it cannot be sure that it did, the amount stays drawn.</summary>
    Task ReturnAsync(string period, string account, decimal amount, CancellationToken cancellation);

    /// <summary>What was drawn from each account of a month.</summary>
    Task<IReadOnlyDictionary<string, decimal>> DrawnAsync(string period, CancellationToken cancellation);
}

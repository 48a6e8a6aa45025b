namespace Handraiser.Functions.Budgets;

/// <summary>Codes for offers that another system made: each goes to one customer, once.</summary>
internal interface ICodePools
{
    /// <summary>Takes codes out of a pool, for whoever asks alone; empty when there are none left.</summary>
    /// <param name="pool">Its name in the playbook.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<DrawnCodes> DrawAsync(string pool, int most, CancellationToken cancellation);

    /// <summary>Puts codes back that nobody was given.</summary>
    Task ReturnAsync(string pool, IReadOnlyCollection<string> codes, CancellationToken cancellation);

    /// <summary>Adds codes; those that the pool has or ever had are left out.</summary>
    /// <returns>How many were new.</returns>
    Task<int> ImportAsync(string pool, IEnumerable<string> codes, CancellationToken cancellation);

    /// <summary>How many codes a pool has left.</summary>
    Task<int> LeftAsync(string pool, CancellationToken cancellation);
}

/// <summary>Codes that were taken out of a pool.</summary>
/// <param name="Codes">The codes.</param>
/// <param name="IsLow">Whether few are left: time to import more.</param>
internal sealed record DrawnCodes(IReadOnlyList<string> Codes, bool IsLow);

namespace Handraiser.Functions.Storage;

/// <summary>Where a customer lives: rows that were merged into another keep a signpost.</summary>
internal static class Homes
{
    private const int MostSignposts = 8;

    /// <summary>The row of a customer wherever they live now, signposts followed, as the table has it and not the cache.</summary>
    public static async Task<CustomerRow> HomeAsync(this ICustomers customers, string customerId, CancellationToken cancellation)
    {
        for (var (id, i) = (customerId, 0); ; i++)
        {
            customers.Forget(id);
            var row = await customers.LoadAsync(id, cancellation);
            if (row.Profile.MovedTo is not { } home || i == MostSignposts) return row;
            id = home;
        }
    }
}

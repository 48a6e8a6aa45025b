using Azure;
using Azure.Data.Tables;
using Handraiser.Budgets;

namespace Handraiser.Functions.Budgets;

/// <summary>The <c>ledger</c> table: a partition a month, a row an account, changed only against the version that was read.</summary>
internal sealed class LedgerTable(TableServiceClient tables) : ILedger
{
    private const string Column = "Drawn";
    private const int MostRounds = 50;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Ledger);

    public async Task<decimal> DrawAsync(string period, string account, decimal bound, decimal asked, CancellationToken cancellation)
    {
        var block = 0m;
        await ChangeAsync(period, account, drawn =>
        {
            // Rounded down, so that not even the fractions of many blocks add up to more than the bound; what is asked is never a fraction.
            block = decimal.Floor(Drawing.Block(bound, drawn, asked) * 10_000) / 10_000;
            return block;
        }, cancellation);
        return block;
    }

    /// <summary>Tried once: a write that meets another version may be the client's own second try, and what is given back twice would be spent twice.</summary>
    public Task ReturnAsync(string period, string account, decimal amount, CancellationToken cancellation) => ChangeAsync(period, account, _ => -amount, cancellation, mostRounds: 1);

    public async Task<IReadOnlyDictionary<string, decimal>> DrawnAsync(string period, CancellationToken cancellation)
    {
        var drawn = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {period}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) drawn[row.RowKey] = Drawing.Amount(row.GetInt64(Column) ?? 0);
        return drawn;
    }

    /// <summary>Changes one row by a conditional write. A write whose answer got lost is not made again: what it drew is lost to the safe side.</summary>
    private async Task ChangeAsync(string period, string account, Func<decimal, decimal> change, CancellationToken cancellation, int mostRounds = MostRounds)
    {
        for (var round = 1; ; round++)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(period, account, cancellationToken: cancellation);
            var drawn = found.HasValue ? Drawing.Amount(found.Value!.GetInt64(Column) ?? 0) : 0;
            var by = change(drawn);
            if (by == 0) return;
            var next = new TableEntity(period, account) { [Column] = Drawing.Units(decimal.Max(0, drawn + by)) };
            try
            {
                if (found.HasValue) await table.UpdateEntityAsync(next, found.Value!.ETag, TableUpdateMode.Replace, cancellation);
                else await table.AddEntityAsync(next, cancellation);
                return;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 && round < mostRounds)
            {
                // Somebody else drew: what is left now is less.
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 && mostRounds == 1)
            {
                return;
            }
        }
    }
}

using Azure;
using Azure.Data.Tables;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Budgets;

/// <summary>
/// Pools in the <c>ledger</c> table, a partition a pool. Every code that was ever imported has a row that stays, so that importing it again
/// brings nothing back; and one that says that it is free. Taking codes is removing those rows in one transaction: of two that take the
/// same one, one is refused. A row's key is a hash of the code, so the order of codes tells nothing.
/// </summary>
internal sealed class CodePoolsTable(TableServiceClient tables) : ICodePools
{
    /// <summary>A pool with fewer codes left than this is low.</summary>
    public const int Low = 50;

    private const string Known = "k|";
    private const string Free = "f|";
    private const string EndOfFree = "f}";
    private const int PerTransaction = 50;
    private const int MostRounds = 50;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Ledger);

    public async Task<DrawnCodes> DrawAsync(string pool, int most, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            // Each begins at a place of its own, so that instances seldom reach for the same codes.
            var from = Free + Guid.NewGuid().ToString("N");
            var found = await FreeAsync(pool, from, EndOfFree, cancellation);
            if (found.Count <= Low) found.AddRange(await FreeAsync(pool, Free, from, cancellation));
            var taken = found.Take(most).ToList();
            if (taken.Count == 0) return new DrawnCodes([], true);
            try
            {
                await table.SubmitTransactionAsync(taken.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)), cancellation);
                return new DrawnCodes([.. taken.Select(row => row.GetString("Code"))], found.Count - taken.Count < Low);
            }
            catch (TableTransactionFailedException e) when (e.Status is 404 or 412 && round < MostRounds)
            {
                // Somebody else took one of them.
            }
        }
    }

    /// <summary>
    /// The row that stays is written along, against the version that was read: the client's own second try, which may come after the code
    /// went out again, is refused.
    /// </summary>
    public async Task ReturnAsync(string pool, IReadOnlyCollection<string> codes, CancellationToken cancellation)
    {
        foreach (var code in codes)
        {
            var known = Row(pool, Known, code);
            var found = await table.GetEntityIfExistsAsync<TableEntity>(known.PartitionKey, known.RowKey, cancellationToken: cancellation);
            if (!found.HasValue) continue;
            try
            {
                await table.SubmitTransactionAsync(
                    [new TableTransactionAction(TableTransactionActionType.UpdateReplace, known, found.Value!.ETag), new TableTransactionAction(TableTransactionActionType.Add, Row(pool, Free, code))], cancellation);
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412)
            {
                // It is back already.
            }
        }
    }

    public async Task<int> ImportAsync(string pool, IEnumerable<string> codes, CancellationToken cancellation)
    {
        var added = 0;
        foreach (var some in codes.Distinct(StringComparer.Ordinal).Chunk(PerTransaction)) added += await AddAsync(pool, [.. some], cancellation);
        return added;
    }

    public async Task<int> LeftAsync(string pool, CancellationToken cancellation)
    {
        var left = 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Pool(pool)} and RowKey ge {Free} and RowKey lt {EndOfFree}");
        await foreach (var _ in table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation)) left++;
        return left;
    }

    /// <summary>Both rows of each code in one transaction; where one is known, the others go in without it.</summary>
    private async Task<int> AddAsync(string pool, List<string> codes, CancellationToken cancellation)
    {
        while (codes.Count > 0)
        {
            try
            {
                await table.SubmitTransactionAsync(codes.SelectMany(code => new[] { Row(pool, Known, code), Row(pool, Free, code) }).Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellation);
                return codes.Count;
            }
            catch (TableTransactionFailedException e) when (e.Status == 409 && e.FailedTransactionActionIndex is { } failed)
            {
                codes.RemoveAt(failed / 2);
            }
        }
        return 0;
    }

    private async Task<List<TableEntity>> FreeAsync(string pool, string from, string to, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Pool(pool)} and RowKey ge {from} and RowKey lt {to}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage: 2 * Low, cancellationToken: cancellation))
        {
            rows.Add(row);
            if (rows.Count == 2 * Low) break;
        }
        return rows;
    }

    private static TableEntity Row(string pool, string prefix, string code) => new(Keys.Pool(pool), prefix + StableHash.Id("code", code)) { ["Code"] = code };
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Handraiser.Functions.Intake;

/// <summary>
/// Used proofs in the table <c>proofs</c>, by the day they were stamped, so that days older than any tolerance can be removed whole:
/// a proof that old is refused as stale.
/// </summary>
public sealed class TableProofs(TableServiceClient tables) : IProofs
{
    private const int RowsPerPage = 1000;
    private const int RowsPerTransaction = 100;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Proofs);

    /// <inheritdoc/>
    public async Task<string?> FindAsync(DateTimeOffset stamp, string proof, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Day(stamp), Key(proof), cancellationToken: cancellation);
        return row.HasValue ? row.Value!.GetString("Body") : null;
    }

    /// <inheritdoc/>
    public async Task RememberAsync(DateTimeOffset stamp, string proof, string body, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(new TableEntity(Day(stamp), Key(proof)) { ["Body"] = body }, cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Two of the sender's tries at the same moment; the first is remembered.
        }
    }

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {Day(before)}");
        var forgotten = 0;
        await foreach (var page in table.QueryAsync<TableEntity>(filter, RowsPerPage, cancellationToken: cancellation).AsPages())
        {
            foreach (var rows in page.Values.GroupBy(r => r.PartitionKey, StringComparer.Ordinal).SelectMany(day => day.Chunk(RowsPerTransaction)))
            {
                await table.SubmitTransactionAsync(rows.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, r, ETag.All)), cancellation);
                forgotten += rows.Length;
            }
        }
        return forgotten;
    }

    private static string Day(DateTimeOffset stamp) => stamp.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Key(string proof) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(proof)), 0, 16);
}

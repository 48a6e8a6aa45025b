using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Handraiser.Functions.Storage;

namespace Handraiser.Functions.Agenda;

/// <summary>The <c>agenda</c> table: one partition a minute and shard, one row a customer.</summary>
internal sealed class AgendaTable(TableServiceClient tables) : IAgenda
{
    private const int RowsPerTransaction = 100;
    private const int RowsPerPage = 1000;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Agenda);

    public async Task ArmAsync(IReadOnlyCollection<WakeUp> wakes, CancellationToken cancellation)
    {
        var rows = wakes.GroupBy(w => (Slot: Keys.AgendaSlot(w.At, w.CustomerId), w.CustomerId))
            .Select(g => new TableEntity(g.Key.Slot, g.Key.CustomerId) { ["Due"] = g.Min(w => w.At) });
        await Task.WhenAll(rows.GroupBy(r => r.PartitionKey).SelectMany(slot => slot.Chunk(RowsPerTransaction)).Select(chunk => ArmAsync(chunk, cancellation)));
    }

    private Task ArmAsync(TableEntity[] rows, CancellationToken cancellation) => rows.Length == 1
        ? table.UpsertEntityAsync(rows[0], TableUpdateMode.Replace, cancellation)
        : table.SubmitTransactionAsync(rows.Select(r => new TableTransactionAction(TableTransactionActionType.UpsertReplace, r)), cancellation);

    public async Task DisarmAsync(IReadOnlyCollection<WakeUp> wakes, CancellationToken cancellation)
    {
        foreach (var (slot, customerId) in wakes.Select(w => (Keys.AgendaSlot(w.At, w.CustomerId), w.CustomerId)).Distinct())
        {
            try
            {
                await table.DeleteEntityAsync(slot, customerId, ETag.All, cancellation);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // It came due, or was never written.
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<DueWake>> DueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {Keys.AgendaEnd(now)}");
        await foreach (var page in table.QueryAsync<TableEntity>(filter, RowsPerPage, cancellationToken: cancellation).AsPages())
        {
            if (page.Values.Count == 0) continue;
            yield return [.. page.Values.Select(r => new DueWake(r.RowKey, r.GetDateTimeOffset("Due") ?? now, r.PartitionKey, r.ETag.ToString()))];
        }
    }

    public async Task RemoveAsync(IReadOnlyList<DueWake> wakes, CancellationToken cancellation)
    {
        foreach (var chunk in wakes.GroupBy(w => w.Slot).SelectMany(slot => slot.Chunk(RowsPerTransaction)))
        {
            try
            {
                await table.SubmitTransactionAsync(chunk.Select(w => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(w.Slot, w.CustomerId), new ETag(w.Version))), cancellation);
            }
            catch (TableTransactionFailedException e) when (Rows.IsConflict(e))
            {
                await RemoveEachAsync(chunk, cancellation);
            }
        }
    }

    private async Task RemoveEachAsync(DueWake[] wakes, CancellationToken cancellation)
    {
        foreach (var wake in wakes)
        {
            try
            {
                await table.DeleteEntityAsync(wake.Slot, wake.CustomerId, new ETag(wake.Version), cancellation);
            }
            catch (RequestFailedException e) when (Rows.IsConflict(e))
            {
                // Written anew since it was read: it stays, and the next sweep finds it.
            }
        }
    }
}

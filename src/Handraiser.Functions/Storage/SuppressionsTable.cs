using Azure;
using Azure.Data.Tables;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>
/// The <c>suppressions</c> table: stops under bucket / hash, channel and reason; erasures in one partition of their own, since they are
/// few and every instance reads all of them.
/// </summary>
internal sealed class SuppressionsTable(TableServiceClient tables) : ISuppressions
{
    private const int RowsPerTransaction = 100;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Suppressions);

    public Task KeepAsync(IReadOnlyCollection<KeptStop> stops, CancellationToken cancellation) =>
        Task.WhenAll(stops.Select(s => table.UpsertEntityAsync(
            new TableEntity(Identity.Bucket(s.Home), RowKey(s)) { ["Channel"] = s.Stop.Channel, ["Reason"] = s.Stop.Reason, ["At"] = s.Stop.At }, TableUpdateMode.Replace, cancellation)));

    public async Task LiftAsync(IReadOnlyCollection<KeptStop> stops, CancellationToken cancellation)
    {
        foreach (var stop in stops)
        {
            try
            {
                await table.DeleteEntityAsync(Identity.Bucket(stop.Home), RowKey(stop), ETag.All, cancellation);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Lifted before.
            }
        }
    }

    public async Task<IReadOnlyList<Suppression>> OfAsync(string home, CancellationToken cancellation)
    {
        var stops = new List<Suppression>();
        // The character after '|' ends the range of this hash.
        var (first, end) = (home + '|', home + '}');
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Identity.Bucket(home)} and RowKey ge {first} and RowKey lt {end}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            stops.Add(new Suppression(row.GetString("Channel"), row.GetString("Reason"), row.GetDateTimeOffset("At") ?? default));
        }
        return stops;
    }

    public async Task EraseAsync(IReadOnlyCollection<string> homes, DateTimeOffset at, CancellationToken cancellation)
    {
        foreach (var some in homes.Distinct(StringComparer.Ordinal).Chunk(RowsPerTransaction))
        {
            await table.SubmitTransactionAsync(
                some.Select(home => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(Erasure.Reason, home) { ["At"] = at })), cancellation);
        }
    }

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ErasedAsync(CancellationToken cancellation)
    {
        var erased = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>($"PartitionKey eq '{Erasure.Reason}'", cancellationToken: cancellation))
        {
            erased[row.RowKey] = row.GetDateTimeOffset("At") ?? default;
        }
        return erased;
    }

    private static string RowKey(KeptStop stop) => $"{stop.Home}|{stop.Stop.Channel}|{stop.Stop.Reason}";
}

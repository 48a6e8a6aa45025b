using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using Handraiser.FollowUps;

namespace Handraiser.Functions.Delivery;

/// <summary>
/// The <c>followups</c> table: one partition, a row a follow-up; state, rank and owner are columns, all else is JSON. One row more, the turn,
/// is written along whenever owners are given: of two instances that share out at once the later one is refused, and looks again.
/// </summary>
internal sealed class FollowUpsTable(TableServiceClient tables) : IFollowUps, IDisposable
{
    private const string Partition = "f";
    private const string NotClosed = $"PartitionKey eq '{Partition}' and State ne '{nameof(FollowUpState.Closed)}'";
    // Before every follow-up in the order of keys: a query reads it first, so what is given after that is refused.
    private const string Turn = "!turn";
    private const string NotClosedAndTurn = $"PartitionKey eq '{Partition}' and (RowKey eq '{Turn}' or State ne '{nameof(FollowUpState.Closed)}')";
    private const int MostRounds = 5;
    // Each refusal means that another instance gave something.
    private const int MostTurns = 50;
    // So many of the longest stay within a transaction's 4 MiB.
    private const int MostGiven = 40;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.FollowUps);
    private readonly SemaphoreSlim sharing = new(1);

    public async Task AddAsync(FollowUp item, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(Row(item), cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            await ReopenUnclearAsync(item, cancellation);
        }
    }

    public Task<IReadOnlyList<FollowUp>> OpenAsync(CancellationToken cancellation) => QueryAsync(NotClosed, cancellation);

    public Task<IReadOnlyList<FollowUp>> OpenOfAsync(string customerId, CancellationToken cancellation) =>
        QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Customer eq {customerId} and State ne {nameof(FollowUpState.Closed)}"), cancellation);

    public async Task ShareAsync(Func<IReadOnlyList<FollowUp>, IReadOnlyCollection<FollowUp>> share, CancellationToken cancellation)
    {
        // One at a time within an instance: only instances meet each other.
        await sharing.WaitAsync(cancellation);
        try
        {
            for (var round = 1; !await TakeTurnAsync(share, cancellation); round++)
            {
                if (round == MostTurns) throw new TimeoutException("The list changed faster than owners could be given.");
            }
        }
        finally
        {
            sharing.Release();
        }
    }

    public void Dispose() => sharing.Dispose();

    /// <summary>False when somebody else gave or changed something since the list was read.</summary>
    private async Task<bool> TakeTurnAsync(Func<IReadOnlyList<FollowUp>, IReadOnlyCollection<FollowUp>> share, CancellationToken cancellation)
    {
        var rows = await RowsAsync(NotClosedAndTurn, cancellation);
        var known = rows.ToDictionary(row => row.RowKey, row => row.ETag, StringComparer.Ordinal);
        var given = share(BestFirst(rows.Where(row => row.RowKey != Turn)));
        if (given.Count == 0) return true;
        var some = given.Take(MostGiven).ToList();
        // Closed, so that whoever asks for what is open never meets it.
        var turn = new TableEntity(Partition, Turn) { ["State"] = nameof(FollowUpState.Closed) };
        try
        {
            await table.SubmitTransactionAsync(some.Select(Row).Append(turn).Select(row => Put(row, known)), cancellation);
            return some.Count == given.Count;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            var isOnTheListAlready = e.Status == 409 && e.FailedTransactionActionIndex < some.Count;
            return isOnTheListAlready;
        }
    }

    private static TableTransactionAction Put(TableEntity row, Dictionary<string, ETag> known) => known.TryGetValue(row.RowKey, out var version)
        ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, version)
        : new TableTransactionAction(TableTransactionActionType.Add, row);

    private async Task<IReadOnlyList<FollowUp>> QueryAsync(string filter, CancellationToken cancellation) => BestFirst(await RowsAsync(filter, cancellation));

    private async Task<List<TableEntity>> RowsAsync(string filter, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) rows.Add(row);
        return rows;
    }

    private static IReadOnlyList<FollowUp> BestFirst(IEnumerable<TableEntity> rows) => [.. rows.Select(Item).OrderByDescending(f => f.Rank).ThenBy(f => f.Id, StringComparer.Ordinal)];

    public async Task<FollowUp?> FindAsync(string id, CancellationToken cancellation) =>
        await ReadAsync(id, cancellation) is { } row ? Item(row) : null;

    public async Task<IReadOnlyList<FollowUp>> OfAsync(string customerId, CancellationToken cancellation) =>
        [.. (await OfAsync(customerId, Item, cancellation)).OrderBy(f => f.CreatedAt).ThenBy(f => f.Id, StringComparer.Ordinal)];

    public async Task RemoveOfAsync(string customerId, CancellationToken cancellation)
    {
        foreach (var id in await OfAsync(customerId, row => row.RowKey, cancellation))
        {
            try
            {
                await table.DeleteEntityAsync(Partition, id, ETag.All, cancellation);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Removed before.
            }
        }
    }

    public async Task<FollowUpChange?> ChangeAsync(string id, Func<FollowUp, FollowUpChange> change, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            if (await ReadAsync(id, cancellation) is not { } row) return null;
            var changed = change(Item(row));
            if (changed.Item is null) return changed;
            try
            {
                await table.UpdateEntityAsync(Row(changed.Item), row.ETag, TableUpdateMode.Replace, cancellation);
                return changed;
            }
            catch (RequestFailedException e) when (e.Status == 412 && round < MostRounds)
            {
                // Somebody was faster: the change is judged by what they left.
            }
        }
    }

    /// <summary>A message that became unclear once more, after a person had it sent again, has to be looked at once more.</summary>
    private Task ReopenUnclearAsync(FollowUp item, CancellationToken cancellation) => item.Kind != FollowUpKind.Unclear
        ? Task.CompletedTask
        : ChangeAsync(item.Id, known => known.State == FollowUpState.Closed ? new FollowUpChange(item, null) : new FollowUpChange(null, "It is open."), cancellation);

    private async Task<List<T>> OfAsync<T>(string customerId, Func<TableEntity, T> read, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Customer eq {customerId}");
        var found = new List<T>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) found.Add(read(row));
        return found;
    }

    private async Task<TableEntity?> ReadAsync(string id, CancellationToken cancellation)
    {
        if (!IsKey(id)) return null;
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    private static bool IsKey(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static TableEntity Row(FollowUp item) => new(Partition, item.Id)
    {
        ["State"] = item.State.ToString(),
        ["Rank"] = item.Rank,
        ["Owner"] = item.Owner,
        ["Customer"] = item.CustomerId,
        ["Item"] = JsonSerializer.SerializeToUtf8Bytes(item, FollowUpJson.Default.FollowUp),
    };

    private static FollowUp Item(TableEntity row) => JsonSerializer.Deserialize(row.GetBinary("Item"), FollowUpJson.Default.FollowUp)!;
}

/// <summary>How follow-ups are read and written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FollowUp))]
[JsonSerializable(typeof(IReadOnlyList<FollowUp>))]
internal sealed partial class FollowUpJson : JsonSerializerContext;

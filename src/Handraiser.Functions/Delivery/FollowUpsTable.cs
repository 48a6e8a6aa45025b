using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using Handraiser.FollowUps;

namespace Handraiser.Functions.Delivery;

/// <summary>The <c>followups</c> table: one partition, a row a follow-up; state, rank and owner are columns, all else is JSON.</summary>
internal sealed class FollowUpsTable(TableServiceClient tables) : IFollowUps
{
    private const string Partition = "f";
    private const string NotClosed = $"PartitionKey eq '{Partition}' and State ne '{nameof(FollowUpState.Closed)}'";
    private const int MostRounds = 5;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.FollowUps);

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

    private async Task<IReadOnlyList<FollowUp>> QueryAsync(string filter, CancellationToken cancellation)
    {
        var open = new List<FollowUp>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) open.Add(Item(row));
        return [.. open.OrderByDescending(f => f.Rank).ThenBy(f => f.Id, StringComparer.Ordinal)];
    }

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

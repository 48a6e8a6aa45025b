using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Handraiser.Testing.Storage;

/// <summary>One table in memory. Every member is one step of the service: all of it happens, or none.</summary>
/// <param name="clock">Stamps rows.</param>
public sealed class MemoryTable(TimeProvider clock)
{
    /// <summary>The service's limits of a transaction.</summary>
    public const int MostActions = 100, MostTransactionBytes = 4 * 1024 * 1024;

    private static readonly Comparison<string> Ordinal = string.CompareOrdinal;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Partition> partitions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> order = new(Comparer<string>.Create(Ordinal));
    private long versions;

    /// <summary>Told of every row that was written (before, after) or deleted (before, null), after its transaction.</summary>
    public Action<MemoryRow?, MemoryRow?>? Changed { get; set; }

    /// <summary>Whether versions are compared. Switched off only to show what then goes wrong.</summary>
    public bool ComparesVersions { get; set; } = true;

    /// <summary>How many rows there are.</summary>
    public int Count
    {
        get
        {
            lock (gate) return partitions.Values.Sum(p => p.Rows.Count);
        }
    }

    /// <summary>The row, or null.</summary>
    public MemoryRow? Find(string partition, string key)
    {
        lock (gate) return Row(partition, key);
    }

    /// <summary>All rows in the order of their keys, as they stand now.</summary>
    public List<MemoryRow> All() => Page(RowFilter.All, null, int.MaxValue, out _);

    /// <summary>Up to <paramref name="most"/> rows that meet a filter, from after a token on.</summary>
    public List<MemoryRow> Page(RowFilter filter, string? after, int most, out string? next)
    {
        var found = new List<MemoryRow>();
        next = null;
        lock (gate)
        {
            var (fromPartition, fromKey) = after is null ? (filter.Partitions.From, "") : Split(after);
            foreach (var name in Between(order, fromPartition ?? "", filter.Partitions.To))
            {
                var partition = partitions[name];
                var low = name == fromPartition && after is not null ? Later(fromKey, filter.Keys.From) : filter.Keys.From ?? "";
                foreach (var key in Between(partition.Order, low, filter.Keys.To))
                {
                    var row = partition.Rows[key];
                    if (!filter.Meets(row)) continue;
                    if (found.Count == most)
                    {
                        next = $"{name}\n{key}";
                        return found;
                    }
                    found.Add(row);
                }
            }
        }
        return found;
    }

    /// <summary>Does one action; the version that it left, null after a deletion.</summary>
    public ETag? Do(TableTransactionAction action)
    {
        (MemoryRow?, MemoryRow?) change;
        lock (gate)
        {
            change = Prepare(action, out _);
            Apply(action.Entity, change.Item2);
        }
        Changed?.Invoke(change.Item1, change.Item2);
        return change.Item2?.Version;
    }

    /// <summary>Does all actions or none; the versions that they left.</summary>
    public List<ETag?> DoAll(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count == 0) throw new InvalidOperationException("A transaction needs at least one action.");
        if (actions.Count > MostActions) throw new TableTransactionFailedException(TableFaults.Of(400, "InvalidInput"));
        var changes = new List<(MemoryRow? Before, MemoryRow? After)>(actions.Count);
        lock (gate)
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            long bytes = 0;
            for (var i = 0; i < actions.Count; i++)
            {
                try
                {
                    if (actions[i].Entity.PartitionKey != actions[0].Entity.PartitionKey) throw TableFaults.Of(400, "CommandsInBatchActOnDifferentPartitions");
                    if (!keys.Add(actions[i].Entity.RowKey)) throw TableFaults.Of(400, "InvalidDuplicateRow");
                    changes.Add(Prepare(actions[i], out var size));
                    bytes += size;
                }
                catch (RequestFailedException e)
                {
                    throw TableFaults.InTransaction(e, i);
                }
            }
            if (bytes > MostTransactionBytes) throw TableFaults.Of(413, "RequestBodyTooLarge");
            for (var i = 0; i < actions.Count; i++) Apply(actions[i].Entity, changes[i].After);
        }
        foreach (var (before, after) in changes) Changed?.Invoke(before, after);
        return [.. changes.Select(c => c.After?.Version)];
    }

    private (MemoryRow? Before, MemoryRow? After) Prepare(TableTransactionAction action, out int bytes)
    {
        var columns = MemoryRow.ColumnsOf(action.Entity, out bytes);
        var before = Row(action.Entity.PartitionKey, action.Entity.RowKey);
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add:
                if (before is not null) throw TableFaults.Exists;
                break;
            case TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete:
                if (before is null) throw TableFaults.NoRow;
                if (ComparesVersions && action.ETag != default && action.ETag != ETag.All && action.ETag != before.Version) throw TableFaults.Newer;
                break;
        }
        if (action.ActionType == TableTransactionActionType.Delete) return (before, null);
        if (before is not null && action.ActionType is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge && before is not null)
        {
            foreach (var (name, value) in before.Columns) columns.TryAdd(name, value);
        }
        var version = new ETag(string.Create(CultureInfo.InvariantCulture, $"W/\"{++versions}\""));
        return (before, new MemoryRow(action.Entity.PartitionKey, action.Entity.RowKey, version, clock.GetUtcNow(), columns));
    }

    private void Apply(ITableEntity entity, MemoryRow? row)
    {
        if (!partitions.TryGetValue(entity.PartitionKey, out var partition))
        {
            partitions[entity.PartitionKey] = partition = new Partition();
            order.Add(entity.PartitionKey);
        }
        if (row is not null)
        {
            if (!partition.Rows.ContainsKey(row.Key)) partition.Order.Add(row.Key);
            partition.Rows[row.Key] = row;
            return;
        }
        partition.Rows.Remove(entity.RowKey);
        partition.Order.Remove(entity.RowKey);
        if (partition.Rows.Count > 0) return;
        partitions.Remove(entity.PartitionKey);
        order.Remove(entity.PartitionKey);
    }

    private MemoryRow? Row(string partition, string key) => partitions.TryGetValue(partition, out var found) ? found.Rows.GetValueOrDefault(key) : null;

    private static SortedSet<string> Between(SortedSet<string> all, string from, string? to)
    {
        if (all.Count == 0 || (to is not null && string.CompareOrdinal(from, to) > 0)) return [];
        var last = to ?? all.Max!;
        return string.CompareOrdinal(from, last) > 0 ? [] : all.GetViewBetween(from, last);
    }

    private static string Later(string a, string? b) => b is null || string.CompareOrdinal(a, b) > 0 ? a : b;

    private static (string? Partition, string Key) Split(string token) => token.Split('\n') is [var partition, var key] ? (partition, key) : throw TableFaults.Of(400, "InvalidInput");

    private sealed class Partition
    {
        public Dictionary<string, MemoryRow> Rows { get; } = new(StringComparer.Ordinal);
        public SortedSet<string> Order { get; } = new(Comparer<string>.Create(Ordinal));
    }
}

using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>
/// Counts the members of segments in the same transaction as the membership rows: what is counted is the rows that the transaction adds and
/// removes, so that the sum over a bucket's counting rows is the number of its membership rows whatever crashed or was written twice. Each
/// instance writes a row of its own a bucket, conditional on its last write: whoever rolls rows up (<see cref="MembersReader"/>) is found
/// out, and another row is begun.
/// </summary>
internal sealed class MembersBook
{
    /// <summary>The column of the counts, as JSON.</summary>
    public const string Column = "Members";

    private readonly Entry[] entries = [.. Enumerable.Range(0, Identity.Buckets).Select(_ => new Entry())];

    /// <summary>The page for one transaction; only one is open a bucket at a time, and none where nobody hops.</summary>
    public async ValueTask<Page> OpenAsync(string bucket, IEnumerable<TableTransactionAction> actions, CancellationToken cancellation)
    {
        var hops = Hops(actions);
        if (hops.Count == 0) return new Page(null, hops, []);
        var entry = entries[int.Parse(bucket, System.Globalization.CultureInfo.InvariantCulture)];
        await entry.Gate.WaitAsync(cancellation);
        Add(hops, entry.Counts);
        var row = Row(bucket, entry.RowKey, hops);
        return new Page(entry, hops, [entry.Version is { } version
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, version)
            : new TableTransactionAction(TableTransactionActionType.Add, row)]);
    }

    /// <summary>A row of counts.</summary>
    public static TableEntity Row(string bucket, string rowKey, Dictionary<string, long> counts) =>
        new(bucket, rowKey) { [Column] = JsonSerializer.Serialize(counts.Where(c => c.Value != 0).ToDictionary(StringComparer.Ordinal)) };

    /// <summary>The counts of a row.</summary>
    public static Dictionary<string, long> Read(TableEntity row) => JsonSerializer.Deserialize<Dictionary<string, long>>(row.GetString(Column) ?? "{}") ?? [];

    /// <summary>Adds counts to others.</summary>
    public static void Add(Dictionary<string, long> to, IReadOnlyDictionary<string, long> counts)
    {
        foreach (var (segment, count) in counts) to[segment] = to.GetValueOrDefault(segment) + count;
    }

    private static Dictionary<string, long> Hops(IEnumerable<TableTransactionAction> actions)
    {
        var hops = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            if (!action.Entity.RowKey.StartsWith(Keys.SegmentPrefix, StringComparison.Ordinal)) continue;
            var segment = Keys.SegmentOf(action.Entity.RowKey);
            hops[segment] = hops.GetValueOrDefault(segment) + (action.ActionType == TableTransactionActionType.Delete ? -1 : 1);
        }
        return hops;
    }

    /// <summary>What goes with one transaction, as its last action.</summary>
    internal sealed class Page(Entry? entry, Dictionary<string, long> counts, TableTransactionAction[] actions) : IAsyncDisposable
    {
        private bool known;

        public IReadOnlyList<TableTransactionAction> Actions => actions;

        /// <summary>The transaction was written.</summary>
        public void Written(IReadOnlyList<Response> answers)
        {
            if (entry is null || answers[^1].Headers.ETag is not { } version) return;
            (entry.Counts, entry.Version, known) = (counts, version, true);
        }

        /// <summary>The transaction was refused for another row: nothing was written.</summary>
        public void Refused() => known = true;

        public ValueTask DisposeAsync()
        {
            if (entry is null) return ValueTask.CompletedTask;
            // After a write whose end is not known the row is left as it stands in the table.
            if (!known) entry.Begin();
            entry.Gate.Release();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The row that a bucket's counts go to at the moment.</summary>
    internal sealed class Entry
    {
        public Entry() => Begin();

        public SemaphoreSlim Gate { get; } = new(1);
        public Dictionary<string, long> Counts { get; set; } = [];
        public ETag? Version { get; set; }
        public string RowKey { get; private set; } = "";

        /// <summary>Begins a new row: nobody else ever writes to it.</summary>
        public void Begin() => (RowKey, Counts, Version) = (Keys.MemberCounts(Guid.NewGuid().ToString("N")), [], null);
    }
}

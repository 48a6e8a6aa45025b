using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Handraiser.Campaigns;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>
/// The rows of counts that this instance writes, one a bucket and hour, in the same transaction as the profiles that they count: exact under
/// crashes and redelivery. After a write whose end is not known the row is left as it stands in the table, and a new one is begun.
/// </summary>
/// <param name="clock">Tells the hour.</param>
internal sealed class CountsBook(TimeProvider clock)
{
    /// <summary>The column of what belongs to mail whose sending domain was told.</summary>
    public const string DomainsColumn = "Domains";

    /// <summary>The column of what belongs to campaigns (<see cref="CampaignCounting"/>).</summary>
    public const string CampaignsColumn = "Campaigns";

    private readonly Entry[] entries = [.. Enumerable.Range(0, Identity.Buckets).Select(_ => new Entry())];

    /// <summary>The page for one transaction; only one is open a bucket at a time, and none where nothing is counted.</summary>
    public async ValueTask<Page> OpenAsync(string bucket, IReadOnlyList<RowChange> rows, CancellationToken cancellation)
    {
        var delta = new long[Tally.Names.Length];
        var domains = new Dictionary<string, DomainCounts>(StringComparer.Ordinal);
        var campaigns = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        var any = false;
        foreach (var row in rows)
        {
            any |= Tally.Between(row.Change.Row.Profile, row.Change.Next, delta);
            Tally.ByDomain(row.Change.Row.Profile, row.Change.Next, domains);
            CampaignCounting.Between(row.Change.Row.Profile, row.Change.Next, campaigns);
        }
        if (!any && campaigns.Count == 0) return new Page(null, delta, domains, campaigns, []);

        var entry = entries[Identity.BucketNumber(rows[0].Change.Next.Id)];
        await entry.Gate.WaitAsync(cancellation);
        entry.Turn(clock.GetUtcNow());
        var counted = new TableEntity(bucket, entry.RowKey);
        for (var i = 0; i < delta.Length; i++)
        {
            delta[i] += entry.Totals[i];
            counted[Tally.Names[i]] = delta[i];
        }
        foreach (var (domain, before) in entry.Domains) domains[domain] = domains.TryGetValue(domain, out var more) ? more.Plus(before) : before;
        if (domains.Count > 0) counted[DomainsColumn] = JsonSerializer.Serialize(domains.Values, CountsJson.Default.IEnumerableDomainCounts);
        foreach (var (id, before) in entry.Campaigns)
        {
            if (!campaigns.TryGetValue(id, out var more)) campaigns[id] = before;
            else MembersBook.Add(more, before);
        }
        if (campaigns.Count > 0) counted[CampaignsColumn] = JsonSerializer.Serialize(campaigns, CountsJson.Default.DictionaryStringDictionaryStringInt64);
        return new Page(entry, delta, domains, campaigns, [new TableTransactionAction(TableTransactionActionType.UpsertReplace, counted)]);
    }

    /// <summary>What goes with one transaction.</summary>
    internal sealed class Page(Entry? entry, long[] totals, Dictionary<string, DomainCounts> domains, Dictionary<string, Dictionary<string, long>> campaigns, TableTransactionAction[] actions) : IAsyncDisposable
    {
        private bool written;

        public IReadOnlyList<TableTransactionAction> Actions => actions;

        /// <summary>The transaction was written.</summary>
        public void Written() => written = true;

        public ValueTask DisposeAsync()
        {
            if (entry is null) return ValueTask.CompletedTask;
            if (written) (entry.Totals, entry.Domains, entry.Campaigns) = (totals, domains, campaigns);
            else entry.Begin();
            entry.Gate.Release();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The row that a bucket's counts go to at the moment.</summary>
    internal sealed class Entry
    {
        private string writer = "";
        private DateTimeOffset hour;

        public SemaphoreSlim Gate { get; } = new(1);
        public long[] Totals { get; set; } = new long[Tally.Names.Length];
        public Dictionary<string, DomainCounts> Domains { get; set; } = [];
        public Dictionary<string, Dictionary<string, long>> Campaigns { get; set; } = [];
        public string RowKey => Keys.Counts(hour, writer);

        /// <summary>Begins a new row when a new hour has begun.</summary>
        public void Turn(DateTimeOffset now)
        {
            var current = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
            if (current == hour && writer.Length > 0) return;
            hour = current;
            Begin();
        }

        /// <summary>Begins a new row: nobody else ever writes to it.</summary>
        public void Begin()
        {
            writer = Guid.NewGuid().ToString("N");
            (Totals, Domains, Campaigns) = (new long[Tally.Names.Length], [], []);
        }
    }
}

/// <summary>Adds up the rows of counts.</summary>
internal sealed class CountsReader(TableServiceClient tables)
{
    private readonly TableClient table = tables.GetTableClient(Names.Tables.Customers);

    /// <summary>What was counted in the hours from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive), by name.</summary>
    public async Task<IReadOnlyDictionary<string, long>> SumAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var sums = Tally.Names.ToDictionary(n => n, _ => 0L, StringComparer.Ordinal);
        var (first, end) = (Keys.Counts(from, ""), Keys.Counts(to, ""));
        for (var bucket = 0; bucket < Identity.Buckets; bucket++)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Identity.BucketName(bucket)} and RowKey ge {first} and RowKey lt {end}");
            await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            {
                foreach (var name in Tally.Names) sums[name] += row.GetInt64(name) ?? 0;
            }
        }
        return sums;
    }
}

/// <summary>How counts by domain and by campaign are read and written.</summary>
[JsonSerializable(typeof(IEnumerable<DomainCounts>))]
[JsonSerializable(typeof(DomainCounts[]))]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, long>>))]
internal sealed partial class CountsJson : JsonSerializerContext;

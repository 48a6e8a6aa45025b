using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Sending;

/// <summary>
/// What became of mail in each hour, by sending domain, from the counts that are written with the profiles. Hours that are over are read
/// once; nothing is written to them any more.
/// </summary>
internal sealed class SendingReader(TableServiceClient tables, SendingDomain own)
{
    private const int BucketsAtOnce = 8;

    /// <summary>How long after its end an hour may still be written to: by a transaction under way, or by a slow clock.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromMinutes(15);

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Customers);
    private readonly ConcurrentDictionary<DateTimeOffset, IReadOnlyDictionary<string, SendingCounts>> closed = new();

    /// <summary>What was counted in each hour from <paramref name="from"/> on.</summary>
    public async Task<IReadOnlyDictionary<DateTimeOffset, IReadOnlyDictionary<string, SendingCounts>>> HoursAsync(DateTimeOffset from, DateTimeOffset now, CancellationToken cancellation)
    {
        var first = Hour(from);
        var open = first;
        while (open < now && closed.ContainsKey(open)) open = open.AddHours(1);
        var read = await ReadAsync(open, cancellation);

        var hours = new Dictionary<DateTimeOffset, IReadOnlyDictionary<string, SendingCounts>>();
        for (var hour = first; hour <= now; hour = hour.AddHours(1))
        {
            var counts = hour < open ? closed[hour] : read.GetValueOrDefault(hour, []);
            hours[hour] = counts;
            if (hour.AddHours(1) + Closing < now) closed[hour] = counts;
        }
        foreach (var old in closed.Keys.Where(h => h < first)) closed.TryRemove(old, out _);
        return hours;
    }

    /// <summary>The full hour that a moment is in.</summary>
    public static DateTimeOffset Hour(DateTimeOffset at) => new(at.UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    private async Task<Dictionary<DateTimeOffset, Dictionary<string, SendingCounts>>> ReadAsync(DateTimeOffset from, CancellationToken cancellation)
    {
        var sums = new Dictionary<DateTimeOffset, Dictionary<string, SendingCounts>>();
        foreach (var some in Enumerable.Range(0, Identity.Buckets).Chunk(BucketsAtOnce)) await Task.WhenAll(some.Select(bucket => AddAsync(sums, bucket, from, cancellation)));
        return sums;
    }

    private async Task AddAsync(Dictionary<DateTimeOffset, Dictionary<string, SendingCounts>> sums, int bucket, DateTimeOffset from, CancellationToken cancellation)
    {
        var (first, end) = (Keys.Counts(from, ""), ((char)(Keys.CountPrefix[0] + 1)).ToString());
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Identity.BucketName(bucket)} and RowKey ge {first} and RowKey lt {end}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            lock (sums) Add(sums, row);
        }
    }

    private void Add(Dictionary<DateTimeOffset, Dictionary<string, SendingCounts>> sums, TableEntity row)
    {
        var hour = DateTimeOffset.ParseExact(row.RowKey.AsSpan(Keys.CountPrefix.Length, 10), "yyyyMMddHH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (!sums.TryGetValue(hour, out var domains)) sums[hour] = domains = new Dictionary<string, SendingCounts>(StringComparer.Ordinal);
        var rest = new SendingCounts(Number("Sent"), Number("Delivered"), Number("Complaints"), Number("HardBounces"));
        foreach (var told in row.GetString(CountsBook.DomainsColumn) is { } json ? JsonSerializer.Deserialize(json, CountsJson.Default.DomainCountsArray)! : [])
        {
            var counts = new SendingCounts(told.Sent, told.Delivered, told.Complaints, told.HardBounces);
            rest = rest.Minus(counts);
            Plus(told.Domain, counts);
        }
        // What no sender named a domain for is the installation's own.
        Plus(own.Name, rest);

        int Number(string name) => (int)(row.GetInt64(name) ?? 0);

        void Plus(string domain, SendingCounts counts) => domains[domain] = domains.TryGetValue(domain, out var before) ? before.Plus(counts) : counts;
    }
}

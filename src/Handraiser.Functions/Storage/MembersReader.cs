using Azure;
using Azure.Data.Tables;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>A customer in a segment.</summary>
/// <param name="Customer">The customer id.</param>
/// <param name="Since">Since when, UTC.</param>
public sealed record Member(string Customer, DateTimeOffset Since);

/// <summary>Counts and lists the members of segments, without reading a profile.</summary>
internal sealed class MembersReader(TableServiceClient tables)
{
    /// <summary>So many counting rows of one bucket are rolled up into one by whoever reads them.</summary>
    private const int MostRows = 16;
    private const int MostRowsAtOnce = 99;
    private const int BucketsAtOnce = 16;
    private const int RowsPerPage = 1000;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Customers);

    /// <summary>How many customers are in each segment; exact, and a few small rows a bucket to read, however many they are.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellation)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        await Parallel.ForAsync(0, Identity.Buckets, new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellation }, async (bucket, stop) =>
        {
            var counts = await CountAsync(Identity.BucketName(bucket), stop);
            lock (sums) MembersBook.Add(sums, counts);
        });
        return sums.Where(s => s.Value != 0).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The members of a segment, bucket by bucket, by customer id.</summary>
    /// <param name="segment">The segment's path.</param>
    /// <param name="after">The customer after whom to begin; null for the first.</param>
    /// <param name="since">Only members since this moment or later; null for all.</param>
    /// <param name="most">How many the caller will take.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async IAsyncEnumerable<Member> MembersAsync(string segment, string? after, DateTimeOffset? since, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var end = Keys.SegmentMembersEnd(segment);
        for (var bucket = after is null ? 0 : Identity.BucketNumber(after); bucket < Identity.Buckets; bucket++, after = null)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Identity.BucketName(bucket)} and RowKey gt {Keys.Member(segment, after ?? "")} and RowKey lt {end}");
            if (since is { } from) filter += " and " + TableClient.CreateQueryFilter($"Since ge {from}");
            await foreach (var row in table.QueryAsync<TableEntity>(filter, Math.Min(most, RowsPerPage), cancellationToken: cancellation))
            {
                yield return new Member(Keys.MemberOf(row.RowKey), row.GetDateTimeOffset("Since") ?? default);
            }
        }
    }

    private async Task<Dictionary<string, long>> CountAsync(string bucket, CancellationToken cancellation)
    {
        var end = ((char)(Keys.MemberCountPrefix[0] + 1)).ToString();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {bucket} and RowKey ge {Keys.MemberCountPrefix} and RowKey lt {end}");
        var rows = await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).ToListAsync(cancellation);
        var sum = Sum(rows);
        if (rows.Count > MostRows) await RollUpAsync(bucket, [.. rows.Take(MostRowsAtOnce)], cancellation);
        return sum;
    }

    /// <summary>Puts one row in the place of many, in one transaction: whoever reads before or after it finds the same sum.</summary>
    private async Task RollUpAsync(string bucket, List<TableEntity> rows, CancellationToken cancellation)
    {
        var actions = rows.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(bucket, r.RowKey), r.ETag))
            .Append(new TableTransactionAction(TableTransactionActionType.Add, MembersBook.Row(bucket, Keys.MemberCounts(Guid.NewGuid().ToString("N")), Sum(rows))));
        try
        {
            await table.SubmitTransactionAsync(actions, cancellation);
        }
        catch (TableTransactionFailedException e) when (Rows.IsConflict(e))
        {
            // A writer or another reader was quicker: the next reader tries again.
        }
    }

    private static Dictionary<string, long> Sum(List<TableEntity> rows)
    {
        var sum = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in rows) MembersBook.Add(sum, MembersBook.Read(row));
        return sum;
    }
}

using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>
/// The <c>customers</c> table behind a bounded cache of rows with their versions: a hot customer costs no read, and a row that is newer
/// than the cache is found out by the conditional write.
/// </summary>
internal sealed class CustomersTable(TableServiceClient tables, CustomerCache cache, CountsBook counts, MembersBook? members = null) : ICustomers
{
    private const int ReadsAtOnce = 16;
    private const int MostNewer = 2;
    /// <summary>A page is held whole, as it came and as entities: a thousand busy customers would take a tenth of a small instance's heap.</summary>
    private const int RowsPerPage = 250;

    private readonly MembersBook members = members ?? new MembersBook();
    private readonly TableClient table = tables.GetTableClient(Names.Tables.Customers);

    public async ValueTask<CustomerRow> LoadAsync(string customerId, CancellationToken cancellation)
    {
        if (cache.Find(customerId) is { } cached) return cached;
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Identity.Bucket(customerId), Keys.Customer(customerId), cancellationToken: cancellation);
        var row = found.HasValue ? new CustomerRow(Rows.Read(found.Value!), found.Value!.ETag.ToString()) : new CustomerRow(Profile.New(customerId), null);
        cache.Keep(row, found.HasValue ? Rows.Stored(found.Value!) : 0);
        return row;
    }

    public async ValueTask LoadAsync(IEnumerable<string> customerIds, CancellationToken cancellation)
    {
        foreach (var some in customerIds.Distinct(StringComparer.Ordinal).Where(id => cache.Find(id) is null).ToList().Chunk(ReadsAtOnce))
        {
            await Task.WhenAll(some.Select(id => LoadAsync(id, cancellation).AsTask()));
        }
    }

    public CustomerRow? Known(string customerId) => cache.Find(customerId);

    public void Forget(string customerId) => cache.Forget(customerId);

    public async Task<IReadOnlyDictionary<string, CustomerRow>> CommitAsync(string bucket, IReadOnlyList<CustomerChange> changes, CancellationToken cancellation)
    {
        var written = new Dictionary<string, CustomerRow>(changes.Count, StringComparer.Ordinal);
        foreach (var transaction in Transactions.Split(changes))
        {
            await CommitOneAsync(bucket, transaction, written, cancellation);
        }
        return written;
    }

    public async Task<bool> RemoveAsync(CustomerRow row, CancellationToken cancellation)
    {
        if (row.ETag is null) return true;
        cache.Forget(row.Profile.Id);
        var removal = Transactions.Removal(row);
        await using var page = await members.OpenAsync(Identity.Bucket(row.Profile.Id), removal, cancellation);
        try
        {
            var answer = await table.SubmitTransactionAsync(removal.Concat(page.Actions), cancellation);
            page.Written(answer.Value);
            return true;
        }
        catch (TableTransactionFailedException e) when (Rows.IsConflict(e))
        {
            return false;
        }
        finally
        {
            // A read that was under way may have kept the row once more.
            cache.Forget(row.Profile.Id);
        }
    }

    public async IAsyncEnumerable<Profile> ScanAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var bucket = 0; bucket < Identity.Buckets; bucket++)
        {
            await foreach (var profile in ScanAsync(bucket, cancellation)) yield return profile;
        }
    }

    public IAsyncEnumerable<Profile> ScanAsync(int bucket, CancellationToken cancellation) => ScanAsync(bucket, "", cancellation);

    public async IAsyncEnumerable<Profile> ScanAsync(int bucket, string after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (first, end) = (Keys.Customer(after), ((char)(Keys.CustomerPrefix[0] + 1)).ToString());
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Identity.BucketName(bucket)} and RowKey gt {first} and RowKey lt {end}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, RowsPerPage, cancellationToken: cancellation))
        {
            if (!row.ContainsKey("MovedTo")) yield return Rows.Read(row);
        }
    }

    /// <summary>
    /// Writes one transaction; where one row refuses it, the others are written without it, and that row is left out of
    /// <paramref name="written"/>. Where a second row refuses, another instance is at work on this bucket: each further row would cost a
    /// transaction to be found out, so that all of them are left to be read anew.
    /// </summary>
    private async Task CommitOneAsync(string bucket, List<RowChange> rows, Dictionary<string, CustomerRow> written, CancellationToken cancellation)
    {
        for (var newer = 0; rows.Count > 0;)
        {
            await using var page = await counts.OpenAsync(bucket, rows, cancellation);
            await using var hops = await members.OpenAsync(bucket, rows.SelectMany(r => r.Actions), cancellation);
            var customersRows = rows.Sum(r => r.Actions.Count);
            try
            {
                var answer = await table.SubmitTransactionAsync(rows.SelectMany(r => r.Actions).Concat(page.Actions).Concat(hops.Actions), cancellation);
                page.Written();
                hops.Written(answer.Value);
                Remember(rows, answer.Value, written);
                return;
            }
            catch (TableTransactionFailedException e) when (Rows.IsConflict(e) && e.FailedTransactionActionIndex >= customersRows)
            {
                // The row of counts was rolled up meanwhile: the next try begins another.
            }
            catch (TableTransactionFailedException e) when (Rows.IsConflict(e) && e.FailedTransactionActionIndex is { } failed)
            {
                hops.Refused();
                var refused = Transactions.Find(rows, failed);
                // A membership row that is already gone is as it should be; anything else means that the customer's row is newer.
                if (refused.WithoutRemoval(failed, rows)) continue;
                var distrusted = ++newer == MostNewer ? rows : [refused];
                foreach (var row in distrusted) cache.Forget(row.Change.Next.Id);
                rows = [.. rows.Except(distrusted)];
            }
        }
    }

    private void Remember(List<RowChange> rows, IReadOnlyList<Response> answers, Dictionary<string, CustomerRow> written)
    {
        var index = 0;
        foreach (var row in rows)
        {
            var committed = new CustomerRow(row.Change.Next, answers[index].Headers.ETag?.ToString());
            written[row.Change.Next.Id] = committed;
            cache.Keep(committed, Rows.Stored((TableEntity)row.Actions[0].Entity));
            index += row.Actions.Count;
        }
    }
}

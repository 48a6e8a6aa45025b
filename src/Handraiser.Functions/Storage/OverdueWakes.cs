using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Handraiser.Functions.Agenda;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>Customers whose wake is long past and who were not woken, from two columns of their rows; no profile is read.</summary>
internal sealed class OverdueWakes(TableServiceClient tables)
{
    private static readonly string[] Columns = ["PartitionKey", "RowKey", Rows.WakeColumn];

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Customers);

    /// <summary>Those of one bucket who were to be woken before a moment, page by page; one call where there are none.</summary>
    public async IAsyncEnumerable<IReadOnlyList<WakeUp>> OfAsync(int bucket, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (first, end) = (Keys.Customer(""), ((char)(Keys.CustomerPrefix[0] + 1)).ToString());
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Identity.BucketName(bucket)} and RowKey ge {first} and RowKey lt {end} and Wake lt {before}");
        await foreach (var page in table.QueryAsync<TableEntity>(filter, select: Columns, cancellationToken: cancellation).AsPages())
        {
            if (page.Values.Count == 0) continue;
            yield return [.. page.Values.Select(r => new WakeUp(r.RowKey[Keys.CustomerPrefix.Length..], r.GetDateTimeOffset(Rows.WakeColumn)!.Value))];
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>The <c>parked</c> table: one partition a day, newest day first. Content over 32 KiB goes to a blob.</summary>
internal sealed class ParkedTable(TableServiceClient tables, BlobServiceClient blobs) : IParked
{
    private const int InlineBytes = 32 * 1024;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Parked);
    private readonly BlobContainerClient large = blobs.GetBlobContainerClient(Names.Containers.Large);

    public async Task ParkAsync(string queue, string reason, string content, DateTimeOffset now, CancellationToken cancellation)
    {
        var hash = StableHash.Id(queue, content);
        var row = new TableEntity(Day(now), string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:HHmmssfffffff}-{hash}"))
        {
            ["Queue"] = queue,
            ["Reason"] = reason,
            ["At"] = now,
        };
        var bytes = Encoding.UTF8.GetBytes(content);
        if (bytes.Length <= InlineBytes) row["Content"] = bytes;
        else
        {
            row["Blob"] = $"parked/{Day(now)}/{hash}";
            await large.GetBlobClient($"parked/{Day(now)}/{hash}").UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, cancellation);
        }
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    public async IAsyncEnumerable<ParkedItem> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellation)) yield return await ItemAsync(row, cancellation);
    }

    public async Task<ParkedItem?> FindAsync(string id, CancellationToken cancellation)
    {
        if (id.Split('_') is not [var day, var key]) return null;
        var row = await table.GetEntityIfExistsAsync<TableEntity>(day, key, cancellationToken: cancellation);
        return row.HasValue ? await ItemAsync(row.Value!, cancellation) : null;
    }

    public async Task RemoveAsync(string id, CancellationToken cancellation)
    {
        if (id.Split('_') is [var day, var key]) await table.DeleteEntityAsync(day, key, cancellationToken: cancellation);
    }

    private async Task<ParkedItem> ItemAsync(TableEntity row, CancellationToken cancellation)
    {
        var bytes = row.GetString("Blob") is { } blob
            ? (await large.GetBlobClient(blob).DownloadContentAsync(cancellation)).Value.Content.ToArray()
            : row.GetBinary("Content") ?? [];
        return new ParkedItem($"{row.PartitionKey}_{row.RowKey}", row.GetString("Queue"), row.GetString("Reason"), Encoding.UTF8.GetString(bytes), row.GetDateTimeOffset("At") ?? default);
    }

    /// <summary>Days count down, so that the newest come first in the table's own order.</summary>
    private static string Day(DateTimeOffset at) => (99_999_999 - (at.UtcDateTime.Year * 10_000 + at.UtcDateTime.Month * 100 + at.UtcDateTime.Day)).ToString("00000000", CultureInfo.InvariantCulture);
}

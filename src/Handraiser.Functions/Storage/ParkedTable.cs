using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>The <c>parked</c> table: one partition a day, newest day first. Content over 32 KiB goes to a blob.</summary>
internal sealed class ParkedTable(TableServiceClient tables, BlobServiceClient blobs) : IParked
{
    /// <summary>Where content lies that is too large for a row. It lives as long as its row: no life-cycle rule may end it.</summary>
    internal const string Folder = "parked/";
    private const int InlineBytes = 32 * 1024;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Parked);
    private readonly BlobContainerClient large = blobs.GetBlobContainerClient(Names.Containers.Large);

    public async Task ParkAsync(string queue, string reason, string content, DateTimeOffset now, CancellationToken cancellation)
    {
        var row = new TableEntity(Day(now), string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:HHmmssfffffff}-{StableHash.Id(queue, content)}"))
        {
            ["Queue"] = queue,
            ["Reason"] = reason,
            ["At"] = now,
        };
        var bytes = Encoding.UTF8.GetBytes(content);
        if (bytes.Length <= InlineBytes) row["Content"] = bytes;
        else
        {
            // A blob for each row, though two may hold the same: each is let go with its own.
            var blob = $"{Folder}{row.PartitionKey}/{row.RowKey}";
            row["Blob"] = blob;
            await large.GetBlobClient(blob).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, cancellation);
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
        if (id.Split('_') is not [var day, var key]) return;
        var row = await table.GetEntityIfExistsAsync<TableEntity>(day, key, cancellationToken: cancellation);
        await table.DeleteEntityAsync(day, key, cancellationToken: cancellation);
        // After the row, which would else lead to nothing. Earlier versions let rows share a blob: that is left.
        if (row.HasValue && row.Value!.GetString("Blob") is { } blob && blob.EndsWith(key, StringComparison.Ordinal)) await large.DeleteBlobIfExistsAsync(blob, cancellationToken: cancellation);
    }

    private async Task<ParkedItem> ItemAsync(TableEntity row, CancellationToken cancellation)
    {
        var bytes = row.GetString("Blob") is { } blob ? await LargeAsync(blob, cancellation) : row.GetBinary("Content") ?? [];
        return new ParkedItem($"{row.PartitionKey}_{row.RowKey}", row.GetString("Queue"), row.GetString("Reason"), Encoding.UTF8.GetString(bytes), row.GetDateTimeOffset("At") ?? default);
    }

    /// <summary>Nothing where somebody removed the blob: one item without its content must not hide the others.</summary>
    private async Task<byte[]> LargeAsync(string blob, CancellationToken cancellation)
    {
        try
        {
            return (await large.GetBlobClient(blob).DownloadContentAsync(cancellation)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return [];
        }
    }

    /// <summary>Days count down, so that the newest come first in the table's own order.</summary>
    private static string Day(DateTimeOffset at) => (99_999_999 - (at.UtcDateTime.Year * 10_000 + at.UtcDateTime.Month * 100 + at.UtcDateTime.Day)).ToString("00000000", CultureInfo.InvariantCulture);
}

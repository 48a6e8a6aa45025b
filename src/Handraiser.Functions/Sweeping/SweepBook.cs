using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Handraiser.Functions.Sweeping;

/// <summary>Where the state of the sweep stands.</summary>
public interface ISweepBook
{
    /// <summary>The state and its version; nulls when there never was a sweep.</summary>
    Task<(SweepState? State, string? Version)> ReadAsync(CancellationToken cancellation);

    /// <summary>Writes the state over the version that was read.</summary>
    /// <returns>The new version; null when somebody else wrote meanwhile.</returns>
    Task<string?> WriteAsync(SweepState state, string? version, CancellationToken cancellation);
}

/// <summary>The state of the sweep as one blob beside the playbook, each write conditional on the one before.</summary>
internal sealed class SweepBlob(BlobServiceClient blobs) : ISweepBook
{
    /// <summary>Its name in the container of the playbook.</summary>
    public const string BlobName = "sweep.json";

    private readonly BlobClient blob = blobs.GetBlobContainerClient(Names.Containers.Playbook).GetBlobClient(BlobName);

    public async Task<(SweepState? State, string? Version)> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var content = await blob.DownloadContentAsync(cancellation);
            return (JsonSerializer.Deserialize<SweepState>(content.Value.Content), content.Value.Details.ETag.ToString());
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return (null, null);
        }
    }

    public async Task<string?> WriteAsync(SweepState state, string? version, CancellationToken cancellation)
    {
        var conditions = version is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(version) };
        try
        {
            var written = await blob.UploadAsync(BinaryData.FromObjectAsJson(state), new BlobUploadOptions { Conditions = conditions }, cancellation);
            return written.Value.ETag.ToString();
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return null;
        }
    }
}

using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Handraiser.Functions.Campaigns;

/// <summary>Where campaigns stand.</summary>
public interface ICampaignBook
{
    /// <summary>A campaign and its version; nulls when there is none of this id.</summary>
    Task<(CampaignState? State, string? Version)> ReadAsync(string id, CancellationToken cancellation);

    /// <summary>Writes a campaign over the version that was read; null for a new one.</summary>
    /// <returns>Whether it was written; false when somebody else wrote meanwhile.</returns>
    Task<bool> WriteAsync(CampaignState state, string? version, CancellationToken cancellation);

    /// <summary>All campaigns, latest change first, as many as asked for.</summary>
    Task<IReadOnlyList<CampaignState>> LastAsync(int most, CancellationToken cancellation);
}

/// <summary>One blob a campaign beside the playbook.</summary>
internal sealed class CampaignBlobs(BlobServiceClient blobs) : ICampaignBook
{
    private const string Prefix = "campaigns/";
    private const string Suffix = ".json";

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(Names.Containers.Playbook);

    public async Task<(CampaignState? State, string? Version)> ReadAsync(string id, CancellationToken cancellation)
    {
        try
        {
            var content = await Blob(id).DownloadContentAsync(cancellation);
            return (JsonSerializer.Deserialize<CampaignState>(content.Value.Content), content.Value.Details.ETag.ToString());
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return (null, null);
        }
    }

    public async Task<bool> WriteAsync(CampaignState state, string? version, CancellationToken cancellation)
    {
        var written = state with { Write = Guid.NewGuid().ToString("N") };
        var conditions = version is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(version) };
        try
        {
            await Blob(state.Campaign.Id).UploadAsync(BinaryData.FromObjectAsJson(written), new BlobUploadOptions { Conditions = conditions }, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // The client tries again by itself: the first try may have been written and only its answer lost.
            return (await ReadAsync(state.Campaign.Id, cancellation)).State?.Write == written.Write;
        }
    }

    public async Task<IReadOnlyList<CampaignState>> LastAsync(int most, CancellationToken cancellation)
    {
        var found = await container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Prefix, cancellation).Where(b => b.Name.EndsWith(Suffix, StringComparison.Ordinal)).ToListAsync(cancellation);
        var states = new List<CampaignState>();
        foreach (var blob in found.OrderByDescending(b => b.Properties.LastModified).Take(most))
        {
            if ((await ReadAsync(blob.Name[Prefix.Length..^Suffix.Length], cancellation)).State is { } state) states.Add(state);
        }
        return states;
    }

    private BlobClient Blob(string id) => container.GetBlobClient(Prefix + id + Suffix);
}

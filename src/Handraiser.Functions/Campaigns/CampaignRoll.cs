using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Handraiser.Profiles;

namespace Handraiser.Functions.Campaigns;

/// <summary>
/// Whom a campaign chose, in the order of their ids: one append blob with a customer id a line. It is written before anybody is told, each
/// time at the place where the state says that it ends: a slice that is done again after a crash finds whom it had chosen, and chooses the same.
/// </summary>
internal sealed class CampaignRoll(BlobServiceClient blobs)
{
    private const int Line = Identity.IdLength + 1;

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(Names.Containers.Playbook);

    /// <summary>Writes who is chosen next.</summary>
    /// <param name="campaign">The campaign's id.</param>
    /// <param name="place">How many were chosen before.</param>
    /// <param name="ids">Who is next.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Who stands there: those who were given, or whom an earlier attempt had written.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(string campaign, long place, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0) return await ReadAsync(campaign, place, CampaignState.MostInSlice, cancellation);
        var blob = Blob(campaign);
        if (place == 0) await blob.CreateIfNotExistsAsync(cancellationToken: cancellation);
        using var text = new MemoryStream(Encoding.ASCII.GetBytes(string.Concat(ids.Select(id => id + "\n"))));
        try
        {
            await blob.AppendBlockAsync(text, new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = place * Line } }, cancellation);
            return ids;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return await ReadAsync(campaign, place, CampaignState.MostInSlice, cancellation);
        }
    }

    /// <summary>Those chosen from a place on, as many as asked for; none behind the end or for a campaign that chose nobody.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string campaign, long place, int most, CancellationToken cancellation)
    {
        try
        {
            var range = new HttpRange(place * Line, (long)most * Line);
            var content = await Blob(campaign).DownloadContentAsync(new BlobDownloadOptions { Range = range }, cancellation);
            return content.Value.Content.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 416)
        {
            return [];
        }
    }

    private AppendBlobClient Blob(string campaign) => container.GetAppendBlobClient($"campaigns/{campaign}.roll");
}

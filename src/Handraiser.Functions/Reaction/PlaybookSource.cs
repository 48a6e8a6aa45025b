using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Handraiser.Playbooks;

namespace Handraiser.Functions.Reaction;

/// <summary>Where the playbook in force comes from.</summary>
public interface IPlaybookSource
{
    /// <summary>The text of the playbook in force and a mark of its version; null when nothing was ever published, which means the shipped one.</summary>
    /// <param name="knownVersion">The version that the caller has: the same again need not be read.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<PlaybookText?> ReadAsync(string? knownVersion, CancellationToken cancellation);

    /// <summary>The texts of the versions that were published last, latest first, the one in force among them.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<IReadOnlyList<string>> LastAsync(int count, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Puts a checked playbook into force.</summary>
    Task PublishAsync(string text, CancellationToken cancellation);
}

/// <summary>The text of a playbook.</summary>
/// <param name="Version">The mark of its version.</param>
/// <param name="Text">The text; null when it is the version that the caller has.</param>
public sealed record PlaybookText(string Version, string? Text);

/// <summary>The published playbook: one blob, re-read when its ETag changes.</summary>
internal sealed class PlaybookBlob(BlobServiceClient blobs) : IPlaybookSource
{
    private const string VersionsPrefix = "versions/";

    private readonly BlobClient blob = blobs.GetBlobContainerClient(Names.Containers.Playbook).GetBlobClient("current.yaml");

    public async Task<PlaybookText?> ReadAsync(string? knownVersion, CancellationToken cancellation)
    {
        try
        {
            var properties = await blob.GetPropertiesAsync(cancellationToken: cancellation);
            var version = properties.Value.ETag.ToString();
            if (version == knownVersion) return new PlaybookText(version, null);
            var content = await blob.DownloadContentAsync(cancellation);
            return new PlaybookText(content.Value.Details.ETag.ToString(), content.Value.Content.ToString());
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<string>> LastAsync(int count, CancellationToken cancellation)
    {
        var container = blobs.GetBlobContainerClient(Names.Containers.Playbook);
        var versions = await container.GetBlobsAsync(prefix: VersionsPrefix, cancellationToken: cancellation).ToListAsync(cancellation);
        var texts = new List<string>(count);
        foreach (var version in versions.OrderByDescending(v => v.Properties.LastModified).Take(count))
        {
            texts.Add((await container.GetBlobClient(version.Name).DownloadContentAsync(cancellation)).Value.Content.ToString());
        }
        return texts;
    }

    public async Task PublishAsync(string text, CancellationToken cancellation)
    {
        // The versions that were ever in force are kept beside the current one, for running plays and for looking back.
        var bytes = BinaryData.FromBytes(Encoding.UTF8.GetBytes(text));
        var version = Profiles.StableHash.Id(text);
        await blobs.GetBlobContainerClient(Names.Containers.Playbook).GetBlobClient($"{VersionsPrefix}{version}.yaml").UploadAsync(bytes, overwrite: true, cancellation);
        await blob.UploadAsync(bytes, overwrite: true, cancellation);
    }
}

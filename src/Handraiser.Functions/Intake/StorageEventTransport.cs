using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.Functions.Storage;

namespace Handraiser.Functions.Intake;

/// <summary>The queue and the container in Azure Storage.</summary>
public sealed class StorageEventTransport(QueueServiceClient queues, BlobServiceClient blobs) : IEventTransport
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly QueueClient queue = queues.GetQueueClient(Names.Queues.Events);
    private readonly BlobContainerClient large = blobs.GetBlobContainerClient(Names.Containers.Large);

    /// <inheritdoc/>
    public async Task SendAsync(string text, CancellationToken cancellation)
    {
        try
        {
            await queue.SendMessageAsync(text, timeToLive: Never, cancellationToken: cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await queue.SendMessageAsync(text, timeToLive: Never, cancellationToken: cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<int> WaitingAsync(CancellationToken cancellation) => (await queue.GetPropertiesAsync(cancellation)).Value.ApproximateMessagesCount;

    /// <inheritdoc/>
    public async Task<string> StoreAsync(string text, CancellationToken cancellation)
    {
        var name = $"events/{Guid.NewGuid():n}";
        await large.UploadNewAsync(name, BinaryData.FromString(text), cancellation);
        return name;
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(string name, CancellationToken cancellation)
    {
        var content = await large.GetBlobClient(name).DownloadContentAsync(cancellation);
        return content.Value.Content.ToString();
    }
}

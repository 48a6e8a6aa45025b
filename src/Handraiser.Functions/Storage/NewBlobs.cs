using Azure;
using Azure.Storage.Blobs;

namespace Handraiser.Functions.Storage;

/// <summary>Writes blobs under names that nobody else can choose.</summary>
internal static class NewBlobs
{
    /// <summary>
    /// Writes a blob whose name has a new GUID in it. The client tries again by itself: that the blob is there already means that an earlier
    /// try was written and only its answer lost.
    /// </summary>
    public static async Task UploadNewAsync(this BlobContainerClient container, string name, BinaryData content, CancellationToken cancellation)
    {
        try
        {
            await container.UploadBlobAsync(name, content, cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 409 && e.ErrorCode == "BlobAlreadyExists")
        {
            // Written, as said above.
        }
    }
}

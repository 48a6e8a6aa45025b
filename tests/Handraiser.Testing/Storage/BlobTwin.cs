using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Handraiser.Testing.Storage;

/// <summary>Blobs in memory behind the client that the application uses.</summary>
internal sealed class BlobServiceTwin(MemoryAccount account, IStorageLine line) : BlobServiceClient
{
    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) => new ContainerTwin(account, blobContainerName, line);
}

/// <summary>One container.</summary>
internal sealed class ContainerTwin(MemoryAccount account, string name, IStorageLine line) : BlobContainerClient
{
    public override string Name => name;

    public override BlobClient GetBlobClient(string blobName) => new BlobTwin(account, name, blobName, line);

    public override Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType = PublicAccessType.None, IDictionary<string, string>? metadata = null, BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null, CancellationToken cancellationToken = default) =>
        line.CallAsync(new StorageCall("blob", name, "CreateIfNotExists"), () =>
        {
            account.CreateContainer(name);
            return Response.FromValue(BlobsModelFactory.BlobContainerInfo(new ETag("\"c\""), DateTimeOffset.UnixEpoch), new MemoryResponse(201));
        });

    public override Task<Response<BlobContentInfo>> UploadBlobAsync(string blobName, BinaryData content, CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).UploadAsync(content, overwrite: false, cancellationToken);

    public override async Task<Response<BlobContentInfo>> UploadBlobAsync(string blobName, Stream content, CancellationToken cancellationToken = default) =>
        await UploadBlobAsync(blobName, await BinaryData.FromStreamAsync(content, cancellationToken), cancellationToken);

    protected override AppendBlobClient GetAppendBlobClientCore(string blobName) => new AppendBlobTwin(account, name, blobName, line);
}

/// <summary>One blob.</summary>
internal sealed class BlobTwin(MemoryAccount account, string container, string name, IStorageLine line) : BlobClient
{
    public override string Name => name;

    public override string BlobContainerName => container;

    public override Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, CancellationToken cancellationToken = default) => UploadAsync(content, overwrite: false, cancellationToken);

    public override Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, new BlobUploadOptions { Conditions = overwrite ? null : new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);

    public override Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, BlobUploadOptions options, CancellationToken cancellationToken = default) => CallAsync("Upload", () =>
    {
        var written = Container.Put(name, content.ToArray(), options.Conditions?.IfMatch, options.Conditions?.IfNoneMatch);
        return Response.FromValue(BlobsModelFactory.BlobContentInfo(written.Version, written.Written, null, null, null, 0), new MemoryResponse(201, written.Version));
    });

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) => CallAsync("DownloadContent", () =>
    {
        var blob = Container.Get(name);
        return Response.FromValue(BlobsModelFactory.BlobDownloadResult(BinaryData.FromBytes(blob.Content), BlobTwins.Details(blob)), MemoryResponse.Done);
    });

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync() => DownloadContentAsync(CancellationToken.None);

    public override Task<Response<BlobProperties>> GetPropertiesAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => CallAsync("GetProperties", () =>
    {
        var blob = Container.Get(name);
        return Response.FromValue(BlobsModelFactory.BlobProperties(eTag: blob.Version, lastModified: blob.Written, contentLength: blob.Content.Length), MemoryResponse.Done);
    });

    public override Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) =>
        CallAsync("Exists", () => Response.FromValue(Container.Has(name), MemoryResponse.Done));

    public override Task<Response<bool>> DeleteIfExistsAsync(DeleteSnapshotsOption snapshotsOption = default, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        CallAsync("DeleteIfExists", () => Response.FromValue(Container.Delete(name), MemoryResponse.Done));

    private MemoryContainer Container => account.FindContainer(container) ?? throw new RequestFailedException(404, "ContainerNotFound", "ContainerNotFound", null);

    private Task<T> CallAsync<T>(string operation, Func<T> effect) => line.CallAsync(new StorageCall("blob", container, operation), effect);
}

/// <summary>One blob that is only ever appended to.</summary>
internal sealed class AppendBlobTwin(MemoryAccount account, string container, string name, IStorageLine line) : AppendBlobClient
{
    public override string Name => name;

    public override string BlobContainerName => container;

    public override Task<Response<BlobContentInfo>> CreateIfNotExistsAsync(AppendBlobCreateOptions options, CancellationToken cancellationToken = default) => CallAsync("CreateIfNotExists", () =>
    {
        var blob = Container.Has(name) ? Container.Get(name) : Container.Put(name, [], null, null);
        return Response.FromValue(BlobsModelFactory.BlobContentInfo(blob.Version, blob.Written, null, null, null, 0), new MemoryResponse(201, blob.Version));
    });

    public override Task<Response<BlobContentInfo>> CreateIfNotExistsAsync(BlobHttpHeaders? httpHeaders = null, IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        CreateIfNotExistsAsync(new AppendBlobCreateOptions(), cancellationToken);

    public override Task<Response<BlobAppendInfo>> AppendBlockAsync(Stream content, AppendBlobAppendBlockOptions? options = null, CancellationToken cancellationToken = default) => CallAsync("AppendBlock", () =>
    {
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        var blob = Container.Append(name, bytes.ToArray(), options?.Conditions?.IfAppendPositionEqual);
        return Response.FromValue(BlobsModelFactory.BlobAppendInfo(blob.Version, blob.Written, null, null, null, 0, false, null), new MemoryResponse(201, blob.Version));
    });

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync(BlobDownloadOptions? options = null, CancellationToken cancellationToken = default) => CallAsync("DownloadContent", () =>
    {
        var blob = Container.Get(name);
        var from = options?.Range.Offset ?? 0;
        if (from > 0 && from >= blob.Content.Length || from == 0 && blob.Content.Length == 0 && options?.Range.Length is not null) throw new RequestFailedException(416, "InvalidRange", "InvalidRange", null);
        var length = Math.Min(options?.Range.Length ?? long.MaxValue, blob.Content.Length - from);
        return Response.FromValue(BlobsModelFactory.BlobDownloadResult(BinaryData.FromBytes(blob.Content.AsMemory((int)from, (int)length)), BlobTwins.Details(blob)), new MemoryResponse(206));
    });

    private MemoryContainer Container => account.FindContainer(container) ?? throw new RequestFailedException(404, "ContainerNotFound", "ContainerNotFound", null);

    private Task<T> CallAsync<T>(string operation, Func<T> effect) => line.CallAsync(new StorageCall("blob", container, operation), effect);
}

/// <summary>What both kinds of blobs answer.</summary>
internal static class BlobTwins
{
    // The factories differ between the clients that the application builds with, and the older ones take no version.
    public static BlobDownloadDetails Details(MemoryBlob blob)
    {
        var details = (BlobDownloadDetails)Activator.CreateInstance(typeof(BlobDownloadDetails), nonPublic: true)!;
        typeof(BlobDownloadDetails).GetProperty(nameof(BlobDownloadDetails.ETag))!.SetValue(details, blob.Version);
        typeof(BlobDownloadDetails).GetProperty(nameof(BlobDownloadDetails.LastModified))!.SetValue(details, blob.Written);
        return details;
    }
}

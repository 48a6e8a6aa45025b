using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Xunit;

namespace Handraiser.Testing.Contracts;

/// <summary>What the application relies on of blobs. The same tests hold for the service's emulator and for the twin in memory.</summary>
public abstract class BlobContract
{
    /// <summary>The account under test.</summary>
    protected abstract BlobServiceClient Blobs { get; }

    [Fact]
    public async Task A_blob_reads_back_as_it_was_written_with_its_version()
    {
        var blob = (await ContainerAsync()).GetBlobClient("a/b.txt");
        var written = (await blob.UploadAsync(BinaryData.FromString("one"), overwrite: true)).Value.ETag;

        var read = (await blob.DownloadContentAsync()).Value;

        Assert.Equal("one", read.Content.ToString());
        Assert.Equal(written, read.Details.ETag);
        Assert.Equal(written, (await blob.GetPropertiesAsync()).Value.ETag);
    }

    [Fact]
    public async Task A_blob_that_is_there_is_written_over_only_by_who_says_so()
    {
        var container = await ContainerAsync();
        await container.UploadBlobAsync("b", BinaryData.FromString("one"));
        var blob = container.GetBlobClient("b");

        Assert.Equal((409, "BlobAlreadyExists"), await RefusalAsync(() => container.UploadBlobAsync("b", BinaryData.FromString("two"))));
        Assert.Equal((409, "BlobAlreadyExists"), await RefusalAsync(() => blob.UploadAsync(BinaryData.FromString("two"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } })));
        await blob.UploadAsync(BinaryData.FromString("three"), overwrite: true);
        Assert.Equal("three", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task A_write_meets_only_the_version_that_it_expects()
    {
        var blob = (await ContainerAsync()).GetBlobClient("b");
        var first = (await blob.UploadAsync(BinaryData.FromString("one"), overwrite: true)).Value.ETag;
        await blob.UploadAsync(BinaryData.FromString("two"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = first } });

        Assert.Equal((412, "ConditionNotMet"), await RefusalAsync(() => blob.UploadAsync(BinaryData.FromString("three"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = first } })));
    }

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        var container = await ContainerAsync();

        Assert.Equal(404, (await RefusalAsync(() => container.GetBlobClient("b").DownloadContentAsync())).Status);
        Assert.Equal(404, (await RefusalAsync(() => Blobs.GetBlobContainerClient("nowhere").UploadBlobAsync("b", BinaryData.FromString("x")))).Status);
        Assert.False(await container.GetBlobClient("b").ExistsAsync());
        Assert.False(await container.GetBlobClient("b").DeleteIfExistsAsync());
    }

    [Fact]
    public async Task A_blob_that_is_appended_to_grows_only_at_the_end_that_is_expected_and_reads_in_parts()
    {
        var blob = (await ContainerAsync()).GetAppendBlobClient("roll");
        await blob.CreateIfNotExistsAsync();
        await blob.CreateIfNotExistsAsync();
        await AppendAsync("one\n", 0);
        await AppendAsync("two\n", 4);

        Assert.Equal(412, (await RefusalAsync(() => AppendAsync("too\n", 4))).Status);
        Assert.Equal("two\n", await ReadAsync(4, 100));
        Assert.Equal("ne", await ReadAsync(1, 2));
        Assert.Equal("", await BehindTheEndAsync());

        Task AppendAsync(string text, long end) =>
            blob.AppendBlockAsync(BinaryData.FromString(text).ToStream(), new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = end } });
        async Task<string> ReadAsync(long from, long length) =>
            (await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(from, length) })).Value.Content.ToString();
        // The service refuses; the emulator gives nothing.
        async Task<string> BehindTheEndAsync()
        {
            try
            {
                return await ReadAsync(8, 4);
            }
            catch (RequestFailedException e) when (e.Status == 416)
            {
                return "";
            }
        }
    }

    private static async Task<(int Status, string? Code)> RefusalAsync(Func<Task> call)
    {
        var refusal = await Assert.ThrowsAnyAsync<RequestFailedException>(call);
        return (refusal.Status, refusal.ErrorCode);
    }

    private async Task<BlobContainerClient> ContainerAsync()
    {
        var container = Blobs.GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
        await container.CreateIfNotExistsAsync();
        return container;
    }
}

using System.IO.Hashing;
using System.Text;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Handraiser.IntegrationTests.Storage;

[Collection(AzuriteTests.Name)]
public sealed class HashingTests(AzuriteFixture azurite)
{
    // CRC-64/ECMA-182 in the catalogue of parametrised CRC algorithms: check = 6c40df5f0b497347.
    [Theory]
    [InlineData("", "0000000000000000")]
    [InlineData("123456789", "6C40DF5F0B497347")]
    public void The_crc_of_known_text_is_the_published_check_value(string text, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(Crc64.Hash(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public async Task A_crc_in_pieces_is_the_crc_of_the_whole()
    {
        var bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        var pieces = new Crc64();
        pieces.Append(bytes.AsSpan(0, 77));
        await pieces.AppendAsync(new MemoryStream(bytes, 77, bytes.Length - 77));

        Assert.Equal(Crc64.Hash(bytes), pieces.GetCurrentHash());
    }

    [Fact]
    public async Task A_blob_goes_up_and_comes_down_under_the_storage_clients_own_crc()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, AzuriteFixture.RandomName());
        await container.CreateAsync();
        var bytes = new byte[100_000];
        new Random(2).NextBytes(bytes);
        var crc = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 };

        await container.GetBlobClient("b").UploadAsync(BinaryData.FromBytes(bytes), new BlobUploadOptions { TransferValidation = crc });

        Assert.Equal(bytes, (await container.GetBlobClient("b").DownloadContentAsync()).Value.Content.ToArray());
    }
}

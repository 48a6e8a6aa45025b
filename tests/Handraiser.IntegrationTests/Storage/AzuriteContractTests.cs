using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.Testing.Contracts;

namespace Handraiser.IntegrationTests.Storage;

/// <summary>The contract that the twin of tables obeys, held against the emulator.</summary>
[Collection(AzuriteTests.Name)]
public sealed class AzuriteTableContractTests(AzuriteFixture azurite) : TableContract
{
    protected override TableServiceClient Tables { get; } = new(azurite.ConnectionString);
}

/// <summary>The contract that the twin of queues obeys, held against the emulator.</summary>
[Collection(AzuriteTests.Name)]
public sealed class AzuriteQueueContractTests(AzuriteFixture azurite) : QueueContract
{
    protected override QueueServiceClient Queues { get; } = new(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
}

/// <summary>The contract that the twin of blobs obeys, held against the emulator.</summary>
[Collection(AzuriteTests.Name)]
public sealed class AzuriteBlobContractTests(AzuriteFixture azurite) : BlobContract
{
    protected override BlobServiceClient Blobs { get; } = new(azurite.ConnectionString);
}

using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.Testing.Contracts;
using Handraiser.Testing.Storage;
using Xunit;

namespace Handraiser.Tests.Storage;

/// <summary>The twin of tables obeys the same contract as the emulator, and the service's limits, which the emulator does not keep.</summary>
public sealed class TableTwinTests : TableContract
{
    protected override TableServiceClient Tables { get; } = new MemoryAccount(TimeProvider.System).Clients().Tables;

    [Fact]
    public async Task A_transaction_over_the_limits_of_the_service_is_refused()
    {
        var table = await TableAsync();

        Assert.Equal(400, await StatusAsync(Enumerable.Range(0, 101).Select(i => new TableEntity("p", $"{i}"))));
        Assert.Equal(400, await StatusAsync([new TableEntity("p", "r"), new TableEntity("q", "r")]));
        Assert.Equal(400, await StatusAsync([new TableEntity("p", "r"), new TableEntity("p", "r")]));
        Assert.Equal(413, await StatusAsync(Enumerable.Range(0, 5).Select(i => Large($"{i}", 15))));
        Assert.Equal(400, await StatusAsync([Large("r", 17)]));
        Assert.Equal(400, await StatusAsync([new TableEntity("p", "r") { ["A"] = new byte[64 * 1024 + 1] }]));
        Assert.Equal(400, await StatusAsync([new TableEntity("p", "a/b")]));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());

        async Task<int> StatusAsync(IEnumerable<TableEntity> rows) =>
            (await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(rows.Select(r => new TableTransactionAction(TableTransactionActionType.UpsertReplace, r))))).Status;

        static TableEntity Large(string key, int columns)
        {
            var row = new TableEntity("p", key);
            for (var i = 0; i < columns; i++) row[$"C{i}"] = new byte[64 * 1024];
            return row;
        }
    }
}

/// <summary>The twin of queues obeys the same contract as the emulator.</summary>
public sealed class QueueTwinTests : QueueContract
{
    protected override QueueServiceClient Queues { get; } = new MemoryAccount(TimeProvider.System).Clients().Queues;
}

/// <summary>The twin of blobs obeys the same contract as the emulator.</summary>
public sealed class BlobTwinTests : BlobContract
{
    protected override BlobServiceClient Blobs { get; } = new MemoryAccount(TimeProvider.System).Clients().Blobs;
}

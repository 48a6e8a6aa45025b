using Azure.Data.Tables;

namespace Handraiser.IntegrationTests.Tables;

/// <summary>A contract test of Azure.Data.Tables with a table of its own; it holds for the stand-in and for the official package.</summary>
public abstract class TableTest(AzuriteFixture azurite) : IAsyncLifetime
{
    protected TableServiceClient Service { get; } = new(azurite.ConnectionString);

    protected TableClient Table { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Table = Service.GetTableClient(AzuriteFixture.RandomName());
        await Table.CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync() => await Table.DeleteAsync();

    protected static TableTransactionAction Add(string rowKey, string partitionKey = "p") =>
        new(TableTransactionActionType.Add, new TableEntity(partitionKey, rowKey));

    protected async Task FillAsync(int rows, Func<int, TableEntity> row)
    {
        foreach (var chunk in Enumerable.Range(0, rows).Select(row).Chunk(100))
        {
            await Table.SubmitTransactionAsync(chunk.Select(entity => new TableTransactionAction(TableTransactionActionType.Add, entity)));
        }
    }
}

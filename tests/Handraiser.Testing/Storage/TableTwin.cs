using System.Linq.Expressions;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Handraiser.Testing.Storage;

/// <summary>Tables in memory behind the client that the application uses.</summary>
internal sealed class TableServiceTwin(MemoryAccount account, IStorageLine line) : TableServiceClient
{
    public override string AccountName => MemoryAccount.Name;

    public override TableClient GetTableClient(string tableName) => new TableTwin(account, tableName, line);

    public override Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);
}

/// <summary>One table.</summary>
internal sealed class TableTwin(MemoryAccount account, string name, IStorageLine line) : TableClient
{
    private const int MostInPage = 1000;

    public override string Name => name;

    public override string AccountName => MemoryAccount.Name;

    public override Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) => CallAsync(
        "CreateIfNotExists", () => Response.FromValue(new TableItem(name), new MemoryResponse(account.CreateTable(name) ? 204 : 409)));

    public override Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        CallAsync("GetEntity", () => Response.FromValue(As<T>(Table.Find(partitionKey, rowKey) ?? throw TableFaults.NoRow), MemoryResponse.Done));

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        CallAsync<NullableResponse<T>>("GetEntityIfExists", () =>
            account.FindTable(name)?.Find(partitionKey, rowKey) is { } row ? Response.FromValue(As<T>(row), MemoryResponse.Done) : new Absent<T>());

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) => WriteAsync("AddEntity", TableTransactionActionType.Add, entity, default);

    public override Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
    {
        if (ifMatch == default) throw new ArgumentException("A version is needed, or ETag.All.", nameof(ifMatch));
        return WriteAsync("UpdateEntity", mode == TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace, entity, ifMatch);
    }

    public override Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        WriteAsync("UpsertEntity", mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace, entity, default);

    public override Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);

    public override Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) => CallAsync<Response>("DeleteEntity", () =>
    {
        // Alone, a row that is not there is the answer 404, not a failure.
        if (Table.Find(partitionKey, rowKey) is null) return new MemoryResponse(404);
        Table.Do(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch));
        return new MemoryResponse(204);
    });

    public override AsyncPageable<T> QueryAsync<T>(Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        QueryAsync<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    public override AsyncPageable<T> QueryAsync<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        return new MemoryPages<T>((token, hint) => CallAsync("Query", () =>
        {
            var rows = Table.Page(new RowFilter(filter), token, Math.Min(MostInPage, hint ?? maxPerPage ?? MostInPage), out var next);
            return Page<T>.FromValues([.. rows.Select(As<T>)], next, MemoryResponse.Done);
        }));
    }

    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        var actions = transactionActions.ToList();
        return CallAsync("SubmitTransaction", () => Response.FromValue<IReadOnlyList<Response>>([.. Table.DoAll(actions).Select(v => new MemoryResponse(204, v))], new MemoryResponse(202)));
    }

    private MemoryTable Table => account.FindTable(name) ?? throw TableFaults.NoTable;

    private Task<Response> WriteAsync(string operation, TableTransactionActionType type, ITableEntity entity, ETag version) =>
        CallAsync<Response>(operation, () => new MemoryResponse(204, Table.Do(new TableTransactionAction(type, entity, version))));

    private Task<T> CallAsync<T>(string operation, Func<T> effect) => line.CallAsync(new StorageCall("table", name, operation), effect);

    private static T As<T>(MemoryRow row) => row.Read() is T entity ? entity : throw new NotSupportedException("The twin gives rows as TableEntity only.");
}

using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Filters;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

/// <summary>The tables of one account.</summary>
public class TableServiceClient
{
    private readonly TableService _service;

    /// <summary>For mocking.</summary>
    protected TableServiceClient()
    {
    }

    /// <summary>A client by a connection string; <c>UseDevelopmentStorage=true</c> means the local emulator.</summary>
    /// <exception cref="FormatException">The string names no account.</exception>
    public TableServiceClient(string connectionString) : this(connectionString, null)
    {
    }

    /// <summary>A client by a connection string; <c>UseDevelopmentStorage=true</c> means the local emulator.</summary>
    /// <exception cref="FormatException">The string names no account.</exception>
    public TableServiceClient(string connectionString, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        _service = TableService.FromConnectionString(connectionString, options);
    }

    /// <summary>A client that signs in with a token, such as that of a managed identity.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _service = TableService.WithToken(endpoint, tokenCredential, options);
    }

    /// <summary>A client that signs with the account's key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential) : this(endpoint, credential, null)
    {
    }

    /// <summary>A client that signs with the account's key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _service = new(endpoint, credential.AccountName, new SharedKeyPolicy(credential), options);
    }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _service.AccountName;

    /// <summary>The service's address.</summary>
    public virtual Uri Uri => new(_service.Address);

    /// <summary>A filter in which the values that are filled in are quoted and escaped.</summary>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.Of(filter);

    /// <summary>A client for one table, which need not exist; it shares this client's connections.</summary>
    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return new(_service, tableName);
    }

    /// <summary>Creates a table.</summary>
    /// <exception cref="RequestFailedException">It is there already (409), or the service refused.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    /// <summary>Creates a table unless it is there; then the raw response is the service's 409.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Deletes a table; the response is a 404 when it was not there.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);

    /// <summary>The account's tables.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual AsyncPageable<TableItem> QueryAsync(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new Pages<TableItem>(_service, "Tables", filter, maxPerPage, null, ReadTables).ToAsync(cancellationToken);

    private static List<TableItem> ReadTables(Response response)
    {
        using var body = JsonDocument.Parse(response.Content.ToMemory());
        return [.. body.RootElement.GetProperty("value").EnumerateArray().Select(table => new TableItem(table.GetProperty("TableName").GetString()))];
    }
}

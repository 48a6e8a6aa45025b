using System.Linq.Expressions;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Filters;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

/// <summary>One table: its rows, queries and transactions.</summary>
public partial class TableClient
{
    private readonly TableService _service;

    /// <summary>For mocking.</summary>
    protected TableClient()
    {
    }

    /// <summary>A client by a connection string; <c>UseDevelopmentStorage=true</c> means the local emulator.</summary>
    /// <exception cref="FormatException">The string names no account.</exception>
    public TableClient(string connectionString, string tableName) : this(connectionString, tableName, null)
    {
    }

    /// <summary>A client by a connection string; <c>UseDevelopmentStorage=true</c> means the local emulator.</summary>
    /// <exception cref="FormatException">The string names no account.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        _service = TableService.FromConnectionString(connectionString, options);
        Name = tableName;
    }

    /// <summary>A client that signs in with a token, such as that of a managed identity.</summary>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _service = TableService.WithToken(endpoint, tokenCredential, options);
        Name = tableName;
    }

    internal TableClient(TableService service, string tableName)
    {
        _service = service;
        Name = tableName;
    }

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _service.AccountName;

    /// <summary>The table's address.</summary>
    public virtual Uri Uri => new(_service.Address + Name);

    /// <summary>A filter in which the values that are filled in are quoted and escaped.</summary>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.Of(filter);

    /// <summary>A filter from a condition on an entity class.</summary>
    /// <exception cref="NotSupportedException">The service has no such condition.</exception>
    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => FilterExpression.Of(filter);

    /// <summary>Creates the table.</summary>
    /// <exception cref="RequestFailedException">It is there already (409), or the service refused.</exception>
    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) => CreateAsync(null, cancellationToken);

    /// <summary>Creates the table unless it is there; then the raw response is the service's 409.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        CreateAsync("TableAlreadyExists", cancellationToken);

    /// <summary>Deletes the table; the response is a 404 when it was not there.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        using var message = _service.CreateMessage(RequestMethod.Delete, $"Tables('{Name}')");
        var response = await _service.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 204 or 404 ? response : throw TableErrors.Of(response);
    }

    private async Task<Response<TableItem>> CreateAsync(string accepted, CancellationToken cancellationToken)
    {
        using var message = _service.CreateWrite(RequestMethod.Post, "Tables", out var content);
        using (var writer = new Utf8JsonWriter(content))
        {
            writer.WriteStartObject();
            writer.WriteString("TableName"u8, Name);
            writer.WriteEndObject();
        }

        var response = await _service.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 201 or 204 || (accepted is not null && response.Status == 409 && TableErrors.Has(response, accepted))
            ? Response.FromValue(new TableItem(Name), response)
            : throw TableErrors.Of(response);
    }
}

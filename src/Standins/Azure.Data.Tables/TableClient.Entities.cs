using Azure.Core;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Reads a row.</summary>
    /// <exception cref="RequestFailedException">The row (ResourceNotFound) or the table (TableNotFound) is not there, or the service refused.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = CreateGet(partitionKey, rowKey, select);
        var response = await _service.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status == 200 ? Response.FromValue(EntityReader.ReadOne<T>(response), response) : throw TableErrors.Of(response);
    }

    /// <summary>Reads a row; without a value when the row or the table is not there.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = CreateGet(partitionKey, rowKey, select);
        var response = await _service.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status switch
        {
            200 => Response.FromValue(EntityReader.ReadOne<T>(response), response),
            404 => new Absent<T>(response),
            _ => throw TableErrors.Of(response),
        };
    }

    /// <summary>Adds a row; the response's headers carry its version.</summary>
    /// <exception cref="RequestFailedException">The row is there already (409), the table is not (404), or the service refused.</exception>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        RequireKeys(entity);
        return WriteAsync(RequestMethod.Post, Name, entity, null, cancellationToken);
    }

    /// <summary>Changes or replaces a row of the version expected, <see cref="ETag.All"/> for any.</summary>
    /// <exception cref="ArgumentException"><paramref name="ifMatch"/> is the default.</exception>
    /// <exception cref="RequestFailedException">The version is another (412), the row is not there (404), or the service refused.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        RequireKeys(entity);
        if (ifMatch == default)
        {
            throw new ArgumentException("A version is needed, or ETag.All.", nameof(ifMatch));
        }

        return WriteAsync(MethodOf(mode), RowPath(entity), entity, ifMatch.ToString(), cancellationToken);
    }

    /// <summary>Adds a row, or changes or replaces it, whatever its version.</summary>
    /// <exception cref="RequestFailedException">The table is not there (404), or the service refused.</exception>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        RequireKeys(entity);
        return WriteAsync(MethodOf(mode), RowPath(entity), entity, null, cancellationToken);
    }

    /// <summary>Deletes a row of the version expected, by default of any; the response is a 404 when it was not there.</summary>
    /// <exception cref="RequestFailedException">The version is another (412), or the service refused.</exception>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = _service.CreateMessage(RequestMethod.Delete, TableService.RowPath(Name, partitionKey, rowKey));
        message.Request.Headers.SetValue("If-Match", VersionOrAny(ifMatch));
        var response = await _service.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 204 or 404 ? response : throw TableErrors.Of(response);
    }

    /// <summary>Deletes a row of the version expected, by default of any; the response is a 404 when it was not there.</summary>
    /// <exception cref="RequestFailedException">The version is another (412), or the service refused.</exception>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    private static string VersionOrAny(ETag ifMatch) => ifMatch == default ? ETag.All.ToString() : ifMatch.ToString();

    private static RequestMethod MethodOf(TableUpdateMode mode) => mode switch
    {
        TableUpdateMode.Merge => RequestMethod.Patch,
        TableUpdateMode.Replace => RequestMethod.Put,
        _ => throw new ArgumentException($"Unexpected value for mode: {mode}", nameof(mode)),
    };

    private static void RequireKeys(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey, nameof(entity.PartitionKey));
        ArgumentNullException.ThrowIfNull(entity.RowKey, nameof(entity.RowKey));
    }

    private string RowPath(ITableEntity entity) => TableService.RowPath(Name, entity.PartitionKey, entity.RowKey);

    private HttpMessage CreateGet(string partitionKey, string rowKey, IEnumerable<string> select)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        var message = _service.CreateMessage(RequestMethod.Get, TableService.RowPath(Name, partitionKey, rowKey));
        if (select is not null)
        {
            message.Request.Uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        }

        return message;
    }

    private async Task<Response> WriteAsync(RequestMethod method, string path, ITableEntity entity, string ifMatch, CancellationToken cancellationToken)
    {
        using var message = _service.CreateWrite(method, path, out var content);
        EntityWriter.Write(content, entity);
        if (ifMatch is not null)
        {
            message.Request.Headers.SetValue("If-Match", ifMatch);
        }

        var response = await _service.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status is 201 or 204 ? response : throw TableErrors.Of(response);
    }
}

#nullable enable
using System.Text;

namespace Azure.Data.Tables.Protocol;

/// <summary>
/// Writes an entity group transaction: a multipart body with one change set, whose parts are whole requests.
/// https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
/// </summary>
internal sealed class TransactionWriter
{
    private const string EndOfLine = "\r\n";

    private readonly PooledContent _content;
    private readonly string _changeset = "changeset_" + Guid.NewGuid();
    private readonly string _boundary;
    private readonly string _address;
    private readonly string _table;
    private readonly byte[] _partHead;
    private int _count;

    public TransactionWriter(PooledContent content, string address, string table, string boundary)
    {
        (_content, _address, _table, _boundary) = (content, address, table, boundary);
        _partHead = Encoding.ASCII.GetBytes($"--{_changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        content.Append($"--{boundary}\r\nContent-Type: multipart/mixed; boundary={_changeset}\r\n\r\n");
    }

    public void Add(TableTransactionAction action)
    {
        var entity = action.Entity;
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey, nameof(entity.PartitionKey));
        ArgumentNullException.ThrowIfNull(entity.RowKey, nameof(entity.RowKey));
        _count++;
        _content.Append(_partHead);
        var version = action.ETag == default ? null : action.ETag.ToString();
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add: Write("POST ", null, entity, null); break;
            case TableTransactionActionType.UpdateMerge: Write("PATCH ", Row(entity), entity, version); break;
            case TableTransactionActionType.UpdateReplace: Write("PUT ", Row(entity), entity, version); break;
            case TableTransactionActionType.UpsertMerge: Write("PATCH ", Row(entity), entity, null); break;
            case TableTransactionActionType.UpsertReplace: Write("PUT ", Row(entity), entity, null); break;
            case TableTransactionActionType.Delete: Write("DELETE ", Row(entity), null, version ?? ETag.All.ToString()); break;
            default: throw new InvalidOperationException($"Unknown action {action.ActionType}.");
        }
    }

    /// <summary>Ends the body and returns how many actions it has.</summary>
    public int Finish()
    {
        _content.Append($"--{_changeset}--\r\n\r\n--{_boundary}--\r\n");
        return _count;
    }

    private string Row(ITableEntity entity) => TableService.RowPath(_table, entity.PartitionKey, entity.RowKey);

    private void Write(string method, string? row, ITableEntity? entity, string? version)
    {
        _content.Append(method);
        _content.Append(_address);
        _content.Append(row ?? _table);
        _content.Append(" HTTP/1.1\r\nDataServiceVersion: 3.0\r\nAccept: application/json;odata=minimalmetadata\r\n"u8);
        if (version is not null)
        {
            _content.Append("If-Match: "u8);
            _content.Append(version);
            _content.Append(EndOfLine);
        }

        if (row is null)
        {
            _content.Append("Prefer: return-no-content\r\n"u8);
        }

        if (entity is not null)
        {
            _content.Append("Content-Type: application/json\r\n\r\n"u8);
            EntityWriter.Write(_content, entity);
        }
        else
        {
            _content.Append(EndOfLine);
        }

        _content.Append(EndOfLine);
    }
}

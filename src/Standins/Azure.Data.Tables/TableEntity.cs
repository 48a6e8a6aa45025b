using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

/// <summary>A row as a dictionary of its columns, the keys and the version among them.</summary>
public sealed partial class TableEntity : ITableEntity
{
    private readonly Dictionary<string, object> _columns;

    /// <summary>An empty row.</summary>
    public TableEntity() => _columns = [];

    /// <summary>A row with its keys.</summary>
    public TableEntity(string partitionKey, string rowKey) : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>A row with a copy of the columns given.</summary>
    public TableEntity(IDictionary<string, object> values) => _columns = values is null ? [] : new(values);

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(ColumnNames.PartitionKey);
        set => _columns[ColumnNames.PartitionKey] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(ColumnNames.RowKey);
        set => _columns[ColumnNames.RowKey] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => Get<DateTimeOffset?>(ColumnNames.Timestamp);
        set => _columns[ColumnNames.Timestamp] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => new(GetString(ColumnNames.ETag));
        set => _columns[ColumnNames.ETag] = value.ToString();
    }

    /// <summary>A text, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public string GetString(string key) => Get<string>(key);

    /// <summary>Bytes, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public byte[] GetBinary(string key) => Find(key) is BinaryData data ? data.ToArray() : Get<byte[]>(key);

    /// <summary>Bytes, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public BinaryData GetBinaryData(string key) => Find(key) is byte[] bytes ? BinaryData.FromBytes(bytes) : Get<BinaryData>(key);

    /// <summary>A truth value, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public bool? GetBoolean(string key) => Get<bool?>(key);

    /// <summary>A moment in UTC, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public DateTime? GetDateTime(string key) => Find(key) is DateTimeOffset moment ? moment.UtcDateTime : Get<DateTime?>(key);

    /// <summary>A moment, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) => Find(key) is DateTime moment ? new DateTimeOffset(moment) : Get<DateTimeOffset?>(key);

    /// <summary>A number, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public double? GetDouble(string key) => Get<double?>(key);

    /// <summary>A GUID, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else.</exception>
    public Guid? GetGuid(string key) => Get<Guid?>(key);

    /// <summary>A 32-bit number, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else, a 64-bit number included.</exception>
    public int? GetInt32(string key) => Get<int?>(key);

    /// <summary>A 64-bit number, or null when the column is missing.</summary>
    /// <exception cref="InvalidOperationException">The column holds something else, a 32-bit number included.</exception>
    public long? GetInt64(string key) => Get<long?>(key);

    internal Dictionary<string, object> Columns => _columns;

    private object Find(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return _columns.GetValueOrDefault(key);
    }

    private T Get<T>(string key) => Find(key) switch
    {
        null => default,
        T value => value,
        var other => throw new InvalidOperationException($"The column '{key}' holds {other.GetType()}, not {typeof(T)}."),
    };

    // A column keeps its type: an assignment may widen a number and nothing else.
    private void Set(string key, object value)
    {
        var old = Find(key);
        _columns[key] = (old, value) switch
        {
            (null, _) or (_, null) => value,
            (double, int number) => (double)number,
            (long, int number) => (long)number,
            (int, long or double) => value,
            _ when old.GetType().IsInstanceOfType(value) => value,
            _ => throw new InvalidOperationException($"The column '{key}' holds {old.GetType()} and does not take {value.GetType()}."),
        };
    }
}

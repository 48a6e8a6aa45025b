using Azure;
using Azure.Data.Tables;

namespace Handraiser.Testing.Storage;

/// <summary>One row as it stands in a table: keys, version, and columns of the types that the service keeps.</summary>
/// <param name="Partition">The partition key.</param>
/// <param name="Key">The row key.</param>
/// <param name="Version">Changes with every write.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Columns">All other columns.</param>
public sealed record MemoryRow(string Partition, string Key, ETag Version, DateTimeOffset Written, IReadOnlyDictionary<string, object> Columns)
{
    private const int MostColumnBytes = 64 * 1024;
    private const int MostBytes = 1024 * 1024;
    private const int MostColumns = 252;

    /// <summary>A column's value, null when it is missing.</summary>
    public object? this[string column] => column switch
    {
        "PartitionKey" => Partition,
        "RowKey" => Key,
        "Timestamp" => Written,
        _ => Columns.GetValueOrDefault(column),
    };

    /// <summary>The row as clients get it: a copy.</summary>
    public TableEntity Read()
    {
        var entity = new TableEntity(Partition, Key) { Timestamp = Written, ETag = Version };
        foreach (var (name, value) in Columns) entity[name] = value is byte[] bytes ? bytes.Clone() : value;
        return entity;
    }

    /// <summary>The columns of an entity as the service keeps them.</summary>
    /// <exception cref="RequestFailedException">A column, the row or a key is not as the service allows.</exception>
    internal static Dictionary<string, object> ColumnsOf(ITableEntity entity, out int bytes)
    {
        if (entity is not TableEntity row) throw new NotSupportedException("The twin takes rows as TableEntity only.");
        CheckKey(entity.PartitionKey);
        CheckKey(entity.RowKey);
        var columns = new Dictionary<string, object>(row.Count, StringComparer.Ordinal);
        bytes = 2 * (entity.PartitionKey.Length + entity.RowKey.Length) + 4;
        foreach (var (name, value) in row)
        {
            if (value is null || name is "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag") continue;
            var kept = Kept(value);
            var size = Size(kept);
            if (size > MostColumnBytes) throw TableFaults.Of(400, "PropertyValueTooLarge");
            bytes += 8 + 2 * name.Length + size;
            columns[name] = kept;
        }
        if (columns.Count > MostColumns) throw TableFaults.Of(400, "TooManyProperties");
        if (bytes > MostBytes) throw TableFaults.Of(400, "EntityTooLarge");
        return columns;
    }

    private static object Kept(object value) => value switch
    {
        string or int or long or double or bool or Guid or DateTimeOffset => value,
        byte[] bytes => bytes.Clone(),
        BinaryData data => data.ToArray(),
        DateTime { Kind: DateTimeKind.Utc } time => new DateTimeOffset(time),
        decimal number => (double)number,
        Enum name => name.ToString(),
        _ => throw new NotSupportedException($"A column cannot hold {value.GetType()}."),
    };

    private static int Size(object value) => value switch
    {
        string text => 2 * text.Length + 4,
        byte[] bytes => bytes.Length,
        _ => 8,
    };

    private static void CheckKey(string key)
    {
        if (key.Length > 512) throw TableFaults.Of(400, "KeyValueTooLarge");
        if (key.AsSpan().ContainsAny("/\\#?") || key.Any(char.IsControl)) throw TableFaults.Of(400, "OutOfRangeInput");
    }
}

/// <summary>What the table service answers when it refuses.</summary>
internal static class TableFaults
{
    public static RequestFailedException Of(int status, string code) => new(status, code, code, null);

    public static RequestFailedException NoTable => Of(404, "TableNotFound");
    public static RequestFailedException NoRow => Of(404, "ResourceNotFound");
    public static RequestFailedException Exists => Of(409, "EntityAlreadyExists");
    public static RequestFailedException Newer => Of(412, "UpdateConditionNotSatisfied");

    /// <summary>A refusal within a transaction, which names the action at fault as the service does.</summary>
    public static TableTransactionFailedException InTransaction(RequestFailedException refusal, int action)
    {
        var told = new RequestFailedException(refusal.Status, $"{action}:{refusal.ErrorCode}", refusal.ErrorCode, null);
        told.Data["FailedEntity"] = action.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new TableTransactionFailedException(told);
    }
}

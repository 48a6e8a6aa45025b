namespace Azure.Data.Tables;

/// <summary>What every row has; other public properties of an implementing class are its columns.</summary>
public interface ITableEntity
{
    /// <summary>The partition: rows of one partition can be written in one transaction.</summary>
    string PartitionKey { get; set; }

    /// <summary>The row's key within its partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the row (UTC); ignored on writes.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version of the row that was read; ignored on writes, where it is an argument.</summary>
    ETag ETag { get; set; }
}

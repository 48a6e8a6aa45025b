namespace Azure.Data.Tables.Protocol;

/// <summary>The columns that every row has, as the service names them.</summary>
internal static class ColumnNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";
    public const string ETag = "odata.etag";

    /// <summary>What an entity class calls the version, which the service does not store as a column.</summary>
    public const string ETagProperty = "ETag";

    /// <summary>Appended to a column's name: the column that says its type.</summary>
    public const string TypeSuffix = "@odata.type";
}

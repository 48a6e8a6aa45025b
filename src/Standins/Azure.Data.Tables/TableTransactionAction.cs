namespace Azure.Data.Tables;

/// <summary>One action of an entity group transaction: all rows of one partition, at most 100, all or none.</summary>
public class TableTransactionAction
{
    /// <summary>An unconditional action.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity) : this(actionType, entity, default)
    {
    }

    /// <summary>An action that is conditional on the row's version, unless <paramref name="etag"/> is left out.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What to do.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The version that the row must have; default for any.</summary>
    public ETag ETag { get; }
}

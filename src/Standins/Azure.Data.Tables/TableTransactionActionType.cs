namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Adds a row that must not exist.</summary>
    Add = 0,

    /// <summary>Changes the columns given of a row.</summary>
    UpdateMerge = 1,

    /// <summary>Replaces a row.</summary>
    UpdateReplace = 2,

    /// <summary>Deletes a row that must exist.</summary>
    Delete = 3,

    /// <summary>Adds a row or changes the columns given.</summary>
    UpsertMerge = 4,

    /// <summary>Adds a row or replaces it.</summary>
    UpsertReplace = 5,
}

namespace Azure.Data.Tables;

/// <summary>What an update does with the columns that the written row lacks.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay.</summary>
    Merge = 0,

    /// <summary>They go.</summary>
    Replace = 1,
}

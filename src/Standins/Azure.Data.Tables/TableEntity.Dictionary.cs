using System.Collections;

namespace Azure.Data.Tables;

public sealed partial class TableEntity : IDictionary<string, object>
{
    /// <summary>A column's value, null when it is missing; a column keeps its type when it is assigned.</summary>
    public object this[string key]
    {
        get => Find(key);
        set => Set(key, value);
    }

    /// <summary>The names of the columns.</summary>
    public ICollection<string> Keys => _columns.Keys;

    ICollection<object> IDictionary<string, object>.Values => _columns.Values;

    /// <summary>How many columns there are.</summary>
    public int Count => _columns.Count;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>Adds or assigns a column.</summary>
    public void Add(string key, object value) => Set(key, value);

    /// <summary>Whether the column is there.</summary>
    public bool ContainsKey(string key) => _columns.ContainsKey(key);

    /// <summary>Removes a column.</summary>
    public bool Remove(string key) => _columns.Remove(key);

    /// <summary>A column's value, if it is there.</summary>
    public bool TryGetValue(string key, out object value) => _columns.TryGetValue(key, out value);

    /// <summary>Removes all columns.</summary>
    public void Clear() => _columns.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Set(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) => _columns.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_columns).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_columns).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();
}

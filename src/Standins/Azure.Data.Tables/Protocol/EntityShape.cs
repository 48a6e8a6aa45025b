#nullable enable
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>The columns of an entity class: its public properties, under the names that [DataMember] gives them.</summary>
internal sealed class EntityShape
{
    private static readonly ConcurrentDictionary<Type, EntityShape> s_shapes = new();

    private readonly Column[] _stored;
    private readonly Column[] _read;

    private EntityShape(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0
                && property.Name != ColumnNames.ETagProperty
                && property.GetCustomAttribute<IgnoreDataMemberAttribute>() is null)
            .Select(property => (Name: property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name, property))
            .Select(named => (named.Name, Column: Column.Of(type, named.property, named.Name)))
            .ToArray();
        _read = [.. properties.Select(named => named.Column)];
        _stored = [.. properties.Where(named => named.Name != ColumnNames.Timestamp).Select(named => named.Column)];
    }

    public static EntityShape Of(Type type) => s_shapes.GetOrAdd(type, static key => new(key));

    public void Write(Utf8JsonWriter writer, object entity)
    {
        foreach (var column in _stored)
        {
            column.Write(writer, entity);
        }
    }

    /// <summary>
    /// The column that the reader stands on the name of, or null. Rows name their columns in one order, so the search goes on
    /// where the last one ended.
    /// </summary>
    public Column? Find(ref Utf8JsonReader reader, ref int next)
    {
        for (var tried = 0; tried < _read.Length; tried++)
        {
            var column = _read[next];
            next = next + 1 == _read.Length ? 0 : next + 1;
            if (column.IsNamedBy(ref reader))
            {
                return column;
            }
        }

        return null;
    }
}

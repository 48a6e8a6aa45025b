#nullable enable
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>Reads rows from the service's JSON with minimal metadata.</summary>
internal static class EntityReader
{
    /// <summary>The one row of a response.</summary>
    public static T ReadOne<T>(Response response) where T : class, ITableEntity
    {
        var reader = new Utf8JsonReader(response.Content.ToMemory().Span);
        reader.Read();
        return ReadEntity<T>(ref reader);
    }

    /// <summary>The rows of a page.</summary>
    public static List<T> ReadMany<T>(Response response) where T : class, ITableEntity
    {
        var rows = new List<T>();
        var reader = new Utf8JsonReader(response.Content.ToMemory().Span);
        if (!MoveToRows(ref reader))
        {
            return rows;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            rows.Add(ReadEntity<T>(ref reader));
        }

        return rows;
    }

    private static bool MoveToRows(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (found && reader.TokenType == JsonTokenType.StartArray)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static T ReadEntity<T>(ref Utf8JsonReader reader) where T : class, ITableEntity
    {
        if (typeof(T) == typeof(TableEntity))
        {
            return (T)(object)ReadTableEntity(ref reader);
        }

        var entity = Activator.CreateInstance<T>();
        var shape = EntityShape.Of(typeof(T));
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("odata.etag"u8))
            {
                reader.Read();
                entity.ETag = new ETag(reader.GetString()!);
                continue;
            }

            // An annotation is no column, and the property knows its own type.
            var column = reader.ValueSpan.IndexOf((byte)'@') < 0 ? shape.Find(ref reader, ref next) : null;
            reader.Read();
            if (column is null)
            {
                reader.Skip();
            }
            else
            {
                column.Read(ref reader, entity);
            }
        }

        return entity;
    }

    private static TableEntity ReadTableEntity(ref Utf8JsonReader reader)
    {
        var entity = new TableEntity();
        var columns = entity.Columns;
        var pool = ColumnName.NamePool.Current;
        string? typedName = null;
        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ColumnName.Read(ref reader, pool);
            reader.Read();
            if (name.EndsWith(ColumnNames.TypeSuffix, StringComparison.Ordinal))
            {
                SettleType(columns, typedName, type);
                typedName = name[..^ColumnNames.TypeSuffix.Length];
                type = TypeName(ref reader);
                continue;
            }

            if (name.StartsWith("odata.", StringComparison.Ordinal) && name != ColumnNames.ETag)
            {
                reader.Skip();
                continue;
            }

            columns[name] = EdmValue.Read(ref reader, name == ColumnNames.Timestamp ? "Edm.DateTime" : name == typedName ? type : null)!;
            if (name == typedName)
            {
                typedName = null;
            }
        }

        SettleType(columns, typedName, type);
        return entity;
    }

    // An annotation stands before its column as a rule, which JSON does not promise.
    private static void SettleType(Dictionary<string, object> columns, string? name, string? type)
    {
        if (name is not null && columns.TryGetValue(name, out var value))
        {
            columns[name] = EdmValue.Retype(value, type!)!;
        }
    }

    private static string TypeName(ref Utf8JsonReader reader) => reader switch
    {
        _ when reader.ValueTextEquals("Edm.Int64"u8) => "Edm.Int64",
        _ when reader.ValueTextEquals("Edm.Binary"u8) => "Edm.Binary",
        _ when reader.ValueTextEquals("Edm.DateTime"u8) => "Edm.DateTime",
        _ when reader.ValueTextEquals("Edm.Guid"u8) => "Edm.Guid",
        _ when reader.ValueTextEquals("Edm.Double"u8) => "Edm.Double",
        _ => reader.GetString()!,
    };
}

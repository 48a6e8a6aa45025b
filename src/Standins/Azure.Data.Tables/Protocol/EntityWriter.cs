#nullable enable
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>Writes a row as JSON straight into the request's buffer.</summary>
internal static class EntityWriter
{
    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    public static void Write(PooledContent content, ITableEntity entity)
    {
        var writer = s_writer ??= new(content, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.Reset(content);
        writer.WriteStartObject();
        if (entity is IDictionary<string, object> columns)
        {
            WriteColumns(writer, columns);
        }
        else
        {
            EntityShape.Of(entity.GetType()).Write(writer, entity);
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteColumns(Utf8JsonWriter writer, IDictionary<string, object> columns)
    {
        // The dictionary itself is enumerated without an allocation.
        if (columns is TableEntity entity)
        {
            foreach (var (name, value) in entity.Columns)
            {
                WriteColumn(writer, name, value);
            }
        }
        else
        {
            foreach (var (name, value) in columns)
            {
                WriteColumn(writer, name, value);
            }
        }
    }

    private static void WriteColumn(Utf8JsonWriter writer, string name, object? value)
    {
        if (name is not (ColumnNames.ETag or ColumnNames.Timestamp))
        {
            EdmValue.Write(writer, ColumnName.Of(name), value);
        }
    }
}

#nullable enable
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>One property of an entity class, read and written by delegates that are made once.</summary>
internal abstract class Column(string name)
{
    protected ColumnName Name { get; } = ColumnName.Of(name);

    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);

    public bool IsNamedBy(ref Utf8JsonReader reader) => reader.ValueTextEquals(_utf8);

    public abstract void Write(Utf8JsonWriter writer, object entity);

    public abstract void Read(ref Utf8JsonReader reader, object entity);

    public static Column Of(Type entity, PropertyInfo property, string name) => (Column)Activator.CreateInstance(
        typeof(Column<,>).MakeGenericType(entity, property.PropertyType), property, name)!;
}

/// <summary>A column whose type is known, so that numbers and moments travel unboxed.</summary>
internal sealed class Column<TEntity, TValue>(PropertyInfo property, string name) : Column(name)
    where TEntity : class
{
    private static readonly Type s_type = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);

    private readonly Func<TEntity, TValue>? _get = property.GetMethod is { IsPublic: true } getter ? getter.CreateDelegate<Func<TEntity, TValue>>() : null;
    private readonly Action<TEntity, TValue>? _set = property.SetMethod is { IsPublic: true } setter ? setter.CreateDelegate<Action<TEntity, TValue>>() : null;

    public override void Write(Utf8JsonWriter writer, object entity)
    {
        if (_get is null)
        {
            return;
        }

        // The compiler of the running program keeps only the branch of this TValue, and boxes nothing.
        var value = _get((TEntity)entity);
        if (typeof(TValue) == typeof(int))
        {
            writer.WriteNumber(Name.Text, (int)(object)value!);
        }
        else if (typeof(TValue) == typeof(long))
        {
            EdmValue.WriteInt64(writer, Name, (long)(object)value!);
        }
        else if (typeof(TValue) == typeof(double))
        {
            EdmValue.WriteDouble(writer, Name, (double)(object)value!);
        }
        else if (typeof(TValue) == typeof(bool))
        {
            writer.WriteBoolean(Name.Text, (bool)(object)value!);
        }
        else if (typeof(TValue) == typeof(DateTimeOffset))
        {
            EdmValue.WriteMoment(writer, Name, (DateTimeOffset)(object)value!);
        }
        else if (typeof(TValue) == typeof(Guid))
        {
            EdmValue.WriteGuid(writer, Name, (Guid)(object)value!);
        }
        else
        {
            EdmValue.Write(writer, Name, value);
        }
    }

    public override void Read(ref Utf8JsonReader reader, object entity)
    {
        if (_set is null || reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        var target = (TEntity)entity;
        if (typeof(TValue) == typeof(int))
        {
            _set(target, (TValue)(object)reader.GetInt32());
        }
        else if (typeof(TValue) == typeof(long))
        {
            _set(target, (TValue)(object)EdmValue.ReadInt64(ref reader));
        }
        else if (typeof(TValue) == typeof(double))
        {
            _set(target, (TValue)(object)EdmValue.ReadDouble(ref reader));
        }
        else if (typeof(TValue) == typeof(bool))
        {
            _set(target, (TValue)(object)reader.GetBoolean());
        }
        else if (typeof(TValue) == typeof(DateTimeOffset))
        {
            _set(target, (TValue)(object)reader.GetDateTimeOffset());
        }
        else if (typeof(TValue) == typeof(Guid))
        {
            _set(target, (TValue)(object)reader.GetGuid());
        }
        else
        {
            _set(target, (TValue)ReadBoxed(ref reader));
        }
    }

    private static object ReadBoxed(ref Utf8JsonReader reader) => s_type switch
    {
        _ when s_type == typeof(string) => reader.GetString()!,
        _ when s_type == typeof(byte[]) => reader.GetBytesFromBase64(),
        _ when s_type == typeof(BinaryData) => BinaryData.FromBytes(reader.GetBytesFromBase64()),
        _ when s_type == typeof(int) => reader.GetInt32(),
        _ when s_type == typeof(long) => EdmValue.ReadInt64(ref reader),
        _ when s_type == typeof(double) => EdmValue.ReadDouble(ref reader),
        _ when s_type == typeof(bool) => reader.GetBoolean(),
        _ when s_type == typeof(DateTimeOffset) => reader.GetDateTimeOffset(),
        _ when s_type == typeof(DateTime) => reader.GetDateTimeOffset().UtcDateTime,
        _ when s_type == typeof(Guid) => reader.GetGuid(),
        _ when s_type.IsEnum => Enum.Parse(s_type, reader.GetString()!),
        _ when s_type == typeof(float) => reader.GetSingle(),
        _ when s_type == typeof(decimal) => reader.GetDecimal(),
        _ => throw new NotSupportedException($"A column cannot be read into {typeof(TValue)}."),
    };
}

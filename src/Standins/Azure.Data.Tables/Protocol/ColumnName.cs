#nullable enable
using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>A column's name, encoded once, beside the name of the annotation that says its type.</summary>
internal readonly record struct ColumnName(JsonEncodedText Text, JsonEncodedText Type)
{
    // Names come from code, but a program that makes them up must not fill the memory.
    private const int MaxKnown = 1024;

    private static readonly ConcurrentDictionary<string, ColumnName> s_known = new();
    private static int s_count;

    public static ColumnName Of(string name)
    {
        if (s_known.TryGetValue(name, out var known))
        {
            return known;
        }

        var made = new ColumnName(
            JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping),
            JsonEncodedText.Encode(name + ColumnNames.TypeSuffix, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
        if (s_count < MaxKnown && s_known.TryAdd(name, made))
        {
            Interlocked.Increment(ref s_count);
        }

        return made;
    }

    /// <summary>The name as a string; the same names come again in every row, and are made only once.</summary>
    public static string Read(ref Utf8JsonReader reader, NamePool pool) =>
        reader.ValueIsEscaped || reader.ValueSpan.Length > NamePool.MaxLength ? reader.GetString()! : pool.Get(reader.ValueSpan);

    /// <summary>A small cache of names by their UTF-8 bytes, for one thread at a time.</summary>
    internal sealed class NamePool
    {
        public const int MaxLength = 64;
        private const int Size = 256;

        [ThreadStatic]
        private static NamePool? s_current;

        private readonly string?[] _names = new string?[Size];

        public static NamePool Current => s_current ??= new();

        public string Get(ReadOnlySpan<byte> name)
        {
            var hash = (uint)name.Length;
            foreach (var letter in name)
            {
                hash = (hash * 31) + letter;
            }

            ref var slot = ref _names[hash % Size];
            if (slot is null || slot.Length != name.Length || !Ascii.Equals(name, slot))
            {
                slot = Encoding.UTF8.GetString(name);
            }

            return slot;
        }
    }
}

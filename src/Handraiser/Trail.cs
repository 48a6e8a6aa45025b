using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Handraiser;

/// <summary>
/// A list that mostly grows at its end and forgets at its beginning. Immutable: adding gives another list. The two share their storage, each
/// seeing its own stretch of it, so that to add costs neither a copy nor memory while there is room behind the end.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
[CollectionBuilder(typeof(Trail), nameof(Trail.Of))]
[JsonConverter(typeof(TrailJson))]
public readonly struct Trail<T> : IReadOnlyList<T>, IEquatable<Trail<T>>
{
    private readonly Storage? storage;
    private readonly int start;

    private Trail(Storage storage, int start, int length) => (this.storage, this.start, Length) = (storage, start, length);

    internal Trail(T[] all) : this(new Storage(all, all.Length), 0, all.Length)
    {
    }

    /// <summary>How many there are.</summary>
    public int Length { get; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The one at a place, counted from the oldest.</summary>
    public T this[int place] => (uint)place < (uint)Length ? storage!.Items[start + place] : throw new ArgumentOutOfRangeException(nameof(place));

    int IReadOnlyCollection<T>.Count => Length;

    /// <summary>All of them, the oldest first.</summary>
    public ReadOnlySpan<T> AsSpan() => storage is null ? default : new(storage.Items, start, Length);

    /// <summary>The list with one more at its end, without its oldest if there would be more than <paramref name="most"/>.</summary>
    public Trail<T> Add(T item, int most)
    {
        var kept = Math.Min(Length, most - 1);
        var end = start + Length;
        if (storage is null || !storage.Claims(end))
        {
            var items = new T[kept + 1 + Math.Clamp(kept / 2, 4, 256)];
            AsSpan()[(Length - kept)..].CopyTo(items);
            items[kept] = item;
            return new(new Storage(items, kept + 1), 0, kept + 1);
        }
        storage.Items[end] = item;
        return new(storage, end - kept, kept + 1);
    }

    /// <summary>The list with one more at a place, without its oldest if there would be more than <paramref name="most"/>.</summary>
    public Trail<T> Insert(int place, T item, int most)
    {
        if (place == Length) return Add(item, most);
        var all = new T[Length + 1];
        AsSpan()[..place].CopyTo(all);
        all[place] = item;
        AsSpan()[place..].CopyTo(all.AsSpan(place + 1));
        return new(all.Length <= most ? all : all[^most..]);
    }

    /// <summary>The list with another in the place of one.</summary>
    public Trail<T> SetItem(int place, T item)
    {
        var all = AsSpan().ToArray();
        all[place] = item;
        return new(all);
    }

    /// <summary>The list without the one at a place.</summary>
    public Trail<T> RemoveAt(int place) => new([.. AsSpan()[..place], .. AsSpan()[(place + 1)..]]);

    /// <summary>Goes through all, the oldest first.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator()
    {
        for (var i = 0; i < Length; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    /// <summary>Whether both are the same stretch of the same storage.</summary>
    public bool Equals(Trail<T> other) => Length == other.Length && (Length == 0 || (storage == other.storage && start == other.start));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Trail<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(storage, start, Length);

    /// <summary>As <see cref="Equals(Trail{T})"/>.</summary>
    public static bool operator ==(Trail<T> left, Trail<T> right) => left.Equals(right);

    /// <summary>The opposite.</summary>
    public static bool operator !=(Trail<T> left, Trail<T> right) => !left.Equals(right);

    private sealed class Storage(T[] items, int used)
    {
        private int used = used;

        public T[] Items { get; } = items;

        /// <summary>The place behind an end belongs to the first list that grows into it; a second one that grows from there copies.</summary>
        public bool Claims(int end) => end < Items.Length && Interlocked.CompareExchange(ref used, end + 1, end) == end;
    }
}

/// <summary>Makes trails.</summary>
public static class Trail
{
    /// <summary>The list of these.</summary>
    public static Trail<T> Of<T>(ReadOnlySpan<T> items) => items.IsEmpty ? default : new(items.ToArray());
}

/// <summary>A trail is written as the list that it is.</summary>
internal sealed class TrailJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Trail<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Trail<T>>
    {
        public override Trail<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T[]>)options.GetTypeInfo(typeof(T[]))) ?? []);

        public override void Write(Utf8JsonWriter writer, Trail<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value) JsonSerializer.Serialize(writer, item, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
            writer.WriteEndArray();
        }
    }
}

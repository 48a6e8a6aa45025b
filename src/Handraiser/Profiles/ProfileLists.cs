using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Handraiser.Segments;

namespace Handraiser.Profiles;

/// <summary>
/// What a profile has dozens of is most of its row. It is written here one field after the other, in the order and with the names that the
/// types give: the serializer's own way asks about each field of each of them anew, and makes an object of each that is a value. It is read the
/// serializer's way.
/// </summary>
internal abstract class ListByHand<TList, T> : JsonConverter<TList>
{
    public override TList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Made(JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T[]>)options.GetTypeInfo(typeof(T[]))) ?? []);

    public override void Write(Utf8JsonWriter writer, TList value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Writes the list.</summary>
    public void Write(Utf8JsonWriter writer, TList value)
    {
        writer.WriteStartArray();
        foreach (var item in All(value))
        {
            writer.WriteStartObject();
            WriteFields(writer, item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    protected abstract void WriteFields(Utf8JsonWriter writer, T item);

    protected abstract ReadOnlySpan<T> All(TList list);

    protected abstract TList Made(T[] items);
}

/// <inheritdoc/>
internal abstract class TrailByHand<T> : ListByHand<Trail<T>, T>
{
    protected override ReadOnlySpan<T> All(Trail<T> list) => list.AsSpan();

    protected override Trail<T> Made(T[] items) => new(items);
}

/// <inheritdoc/>
internal abstract class ArrayByHand<T> : ListByHand<ImmutableArray<T>, T>
{
    protected override ReadOnlySpan<T> All(ImmutableArray<T> list) => list.AsSpan();

    protected override ImmutableArray<T> Made(T[] items) => ImmutableCollectionsMarshal.AsImmutableArray(items);
}

/// <summary>The lines of carts and orders.</summary>
internal sealed class RecentLines : ArrayByHand<RecentLine>
{
    public static RecentLines Instance { get; } = new();

    protected override void WriteFields(Utf8JsonWriter writer, RecentLine item)
    {
        if (item.Product is { } product) writer.WriteString("p"u8, product);
        if (item.Category is { } category) writer.WriteString("c"u8, category);
        if (item.Brand is { } brand) writer.WriteString("b"u8, brand);
    }
}

/// <summary>What happened lately.</summary>
internal sealed class RecentEvents : ArrayByHand<RecentEvent>
{
    protected override void WriteFields(Utf8JsonWriter writer, RecentEvent item)
    {
        if (item.Hash != 0) writer.WriteNumber("h"u8, item.Hash);
        writer.WriteString("k"u8, item.Kind);
        writer.WritePropertyName("t"u8);
        ShortTime.Write(writer, item.At);
        if (item.Message is { } message) writer.WriteString("m"u8, message);
        if (item.Campaign is { } campaign) writer.WriteString("g"u8, campaign);
        if (item.Url is { } url) writer.WriteString("u"u8, url);
        if (item.Product is { } product) writer.WriteString("p"u8, product);
        if (item.Category is { } category) writer.WriteString("c"u8, category);
        if (item.Brand is { } brand) writer.WriteString("b"u8, brand);
        if (!item.Lines.IsEmpty)
        {
            writer.WritePropertyName("l"u8);
            RecentLines.Instance.Write(writer, item.Lines);
        }
        if (item.Store is { } store) writer.WriteString("w"u8, store);
        if (item.Value is { } value) writer.WriteNumber("x"u8, value);
        if (item.From is { } from) writer.WriteNumber("s"u8, from);
        if (item.Verdict is { } verdict) writer.WriteNumber("d"u8, (int)verdict);
        if (item.Link is { } link) writer.WriteNumber("lh"u8, link);
        if (item.Leaves) writer.WriteBoolean("ul"u8, true);
    }
}

/// <summary>The messages that were delivered lately, and what became of them.</summary>
internal sealed class MessagesSeen : TrailByHand<MessageSeen>
{
    protected override void WriteFields(Utf8JsonWriter writer, MessageSeen item)
    {
        writer.WriteString("id"u8, item.Id);
        if (item.Campaign is { } campaign) writer.WriteString("g"u8, campaign);
        writer.WritePropertyName("t"u8);
        ShortTime.Write(writer, item.At);
        if (item.Opens != 0) writer.WriteNumber("o"u8, item.Opens);
        if (item.Clicks != 0) writer.WriteNumber("c"u8, item.Clicks);
        if (item.MachineOpens != 0) writer.WriteNumber("mo"u8, item.MachineOpens);
        if (item.MachineClicks != 0) writer.WriteNumber("mc"u8, item.MachineClicks);
    }
}

/// <summary>What the customer likes.</summary>
internal sealed class Likes : ArrayByHand<Interest>
{
    protected override void WriteFields(Utf8JsonWriter writer, Interest item)
    {
        writer.WriteString("c"u8, item.Category);
        if (item.Weight != default)
        {
            writer.WriteStartObject("w"u8);
            if (item.Weight.Weight != 0) writer.WriteNumber("w"u8, item.Weight.Weight);
            if (item.Weight.At != default)
            {
                writer.WritePropertyName("t"u8);
                ShortTime.Write(writer, item.Weight.At);
            }
            writer.WriteEndObject();
        }
        if (item.Evidence != 0) writer.WriteNumber("n"u8, item.Evidence);
    }
}

/// <summary>When what the segments look for happened last.</summary>
internal sealed class Traces : ArrayByHand<Trace>
{
    protected override void WriteFields(Utf8JsonWriter writer, Trace item)
    {
        if (item.Condition != 0) writer.WriteNumber("c"u8, item.Condition);
        if (item.Count > 0)
        {
            writer.WriteStartArray("t"u8);
            for (var times = item.Count; times > 0; times--) writer.WriteNumberValue(item.Since(times));
            writer.WriteEndArray();
        }
        if (item.Group is { } group) writer.WriteString("g"u8, group);
    }
}

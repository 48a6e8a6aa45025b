using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Handraiser.Profiles;

/// <summary>
/// The ids of the last events folded, eight bytes each, in the order of folding. Bounded: senders repeat within hours or days, and a
/// customer has far fewer events than <see cref="Capacity"/> in that time.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly struct SeenEvents
{
    /// <summary>How many ids are remembered.</summary>
    public const int Capacity = 512;

    private readonly Trail<ulong> ids;

    private SeenEvents(Trail<ulong> ids) => this.ids = ids;

    /// <summary>No event yet.</summary>
    public static SeenEvents None => default;

    /// <summary>How many ids are remembered now.</summary>
    public int Count => ids.Length;

    /// <summary>Whether this event was folded before.</summary>
    public bool Contains(string eventId) => Contains(StableHash.OfEvent(eventId));

    /// <summary>Whether the event of this <see cref="StableHash.OfEvent"/> was folded before.</summary>
    public bool Contains(ulong hash) => ids.AsSpan().Contains(hash);

    /// <summary>Remembers one more, and forgets the oldest when full.</summary>
    public SeenEvents Add(string eventId) => Add(StableHash.OfEvent(eventId));

    /// <summary>Remembers the event of this <see cref="StableHash.OfEvent"/>, and forgets the oldest when full.</summary>
    public SeenEvents Add(ulong hash) => new(ids.Add(hash, Capacity));

    /// <summary>
    /// What both remember, for a merge of two profiles. Senders of either may repeat: where there is no room for all, each keeps its newest,
    /// half of the room and what the other leaves.
    /// </summary>
    public SeenEvents Union(SeenEvents other)
    {
        var theirs = new List<ulong>(other.Count);
        foreach (var id in other.ids)
        {
            if (!Contains(id)) theirs.Add(id);
        }
        var ours = Math.Min(Count, Math.Max(Capacity / 2, Capacity - theirs.Count));
        var rest = Math.Min(theirs.Count, Capacity - ours);
        return new SeenEvents([.. ids.AsSpan()[^ours..], .. theirs[^rest..]]);
    }

    internal sealed class Converter : JsonConverter<SeenEvents>
    {
        public override SeenEvents Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var bytes = reader.GetBytesFromBase64();
            var ids = new ulong[bytes.Length / sizeof(ulong)];
            for (var i = 0; i < ids.Length; i++) ids[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)));
            return new SeenEvents([.. ids]);
        }

        public override void Write(Utf8JsonWriter writer, SeenEvents value, JsonSerializerOptions options)
        {
            var ids = value.ids;
            Span<byte> bytes = stackalloc byte[Capacity * sizeof(ulong)];
            for (var i = 0; i < ids.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * sizeof(ulong))..], ids[i]);
            writer.WriteBase64StringValue(bytes[..(ids.Length * sizeof(ulong))]);
        }
    }
}

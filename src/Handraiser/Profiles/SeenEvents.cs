using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Handraiser.Profiles;

/// <summary>
/// The ids of the last events folded, eight bytes each, in the order of folding. Bounded: senders repeat within hours or days, and a
/// customer has far fewer events than <see cref="Capacity"/> in that time.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class SeenEvents
{
    /// <summary>How many ids are remembered.</summary>
    public const int Capacity = 512;

    /// <summary>How many of the newest stand apart, so that remembering one more copies few and shares the many.</summary>
    private const int Apart = 32;

    private readonly ulong[] older;
    private readonly ulong[] newest;

    private SeenEvents(ulong[] older, ulong[] newest) => (this.older, this.newest) = (older, newest);

    /// <summary>No event yet.</summary>
    public static SeenEvents None { get; } = new([], []);

    /// <summary>How many ids are remembered now.</summary>
    public int Count => Math.Min(Capacity, older.Length + newest.Length);

    /// <summary>Whether this event was folded before.</summary>
    public bool Contains(string eventId) => Contains(StableHash.Of(eventId));

    /// <summary>Whether the event of this <see cref="StableHash"/> was folded before.</summary>
    public bool Contains(ulong hash) => newest.AsSpan().Contains(hash) || older.AsSpan().Contains(hash);

    /// <summary>Remembers one more, and forgets the oldest when full.</summary>
    public SeenEvents Add(string eventId) => Add(StableHash.Of(eventId));

    /// <summary>Remembers the event of this <see cref="StableHash"/>, and forgets the oldest when full.</summary>
    public SeenEvents Add(ulong hash) => newest.Length < Apart ? new(older, [.. newest, hash]) : new(Last([.. older, .. newest]), [hash]);

    /// <summary>What both remember, for a merge of two profiles; the newest are kept.</summary>
    public SeenEvents Union(SeenEvents other)
    {
        var missing = other.All().Where(id => !Contains(id)).ToArray();
        return missing.Length == 0 ? this : new(Last([.. All(), .. missing]), []);
    }

    private ulong[] All() => Last([.. older, .. newest]);

    private static ulong[] Last(ulong[] ids) => ids.Length <= Capacity ? ids : ids[^Capacity..];

    internal sealed class Converter : JsonConverter<SeenEvents>
    {
        public override SeenEvents Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var bytes = reader.GetBytesFromBase64();
            var ids = new ulong[bytes.Length / sizeof(ulong)];
            for (var i = 0; i < ids.Length; i++) ids[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)));
            return new SeenEvents(ids, []);
        }

        public override void Write(Utf8JsonWriter writer, SeenEvents value, JsonSerializerOptions options)
        {
            var ids = value.All();
            Span<byte> bytes = stackalloc byte[Capacity * sizeof(ulong)];
            for (var i = 0; i < ids.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * sizeof(ulong))..], ids[i]);
            writer.WriteBase64StringValue(bytes[..(ids.Length * sizeof(ulong))]);
        }
    }
}

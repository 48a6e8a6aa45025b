using System.Text;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Functions.Intake;

/// <summary>
/// The buckets that events are packed by. A mail is told of several times, and working out a home costs more than all else that is done
/// with an event at the door, so that the buckets of the addresses told last are remembered, by a hash: two addresses with one hash would
/// travel in the wrong message, which costs a storage call and nothing else.
/// </summary>
public sealed class Buckets(Identity identity)
{
    private const int Remembered = 32 * 1024;

    /// <summary>The hash of an address, its lowest bits (as many as tell 64 buckets) replaced by the bucket.</summary>
    private readonly ulong[] recent = new ulong[Remembered];

    /// <summary>The bucket of <see cref="Identity.FirstBucket"/> for the two names that a mail's events have, in UTF-8; each may be empty.</summary>
    public int Of(ReadOnlySpan<byte> id, ReadOnlySpan<byte> email)
    {
        Span<char> text = stackalloc char[Identity.IdLength];
        if (id.Length == text.Length && Encoding.Latin1.GetChars(id, text) > 0 && Identity.IsId(text)) return Identity.BucketNumber(text);
        const ulong Buckets = Identity.Buckets - 1;
        var hash = QuickHash.Of(email);
        ref var slot = ref recent[hash >> 32 & (Remembered - 1)];
        var known = Volatile.Read(ref slot);
        if (known != 0 && ((known ^ hash) & ~Buckets) == 0) return (int)(known & Buckets);
        var bucket = identity.FirstBucket(new Identifiers { Email = Encoding.UTF8.GetString(email) });
        Volatile.Write(ref slot, (hash & ~Buckets) | (uint)bucket);
        return bucket;
    }
}

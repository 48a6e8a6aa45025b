using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using Azure;
using Azure.Data.Tables;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>
/// How a profile becomes a table row and back: compact JSON, compressed, in as few binary properties as it needs, 64 KiB each. Rows whose
/// JSON stands as it is, as they once were written and small ones still are, are read too.
/// </summary>
internal static class Rows
{
    /// <summary>When the agenda is to wake the customer: a column, so that wakes can be looked over without reading profiles.</summary>
    public const string WakeColumn = "Wake";

    private const int ChunkBytes = 64 * 1024;
    /// <summary>What is shorter than this stays as it is.</summary>
    private const int WorthCompressing = 1024;
    /// <summary>The first byte of compressed JSON; JSON itself begins with a brace.</summary>
    private const byte Compressed = 1;
    /// <summary>The quickest setting but one: a third of the bytes, for a fifth of the time that writing the JSON takes.</summary>
    private const int Quality = 1;
    private const int Window = 18;

    /// <summary>The JSON of the row that the thread wrote last: a profile is dozens of KB, and nothing else needs it once it is compressed.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? written;

    private static readonly string[] ChunkNames = [.. Enumerable.Range(0, 15).Select(i => "P" + i.ToString(CultureInfo.InvariantCulture))];

    public static TableEntity Write(Profile profile)
    {
        var json = written ??= new ArrayBufferWriter<byte>(WorthCompressing);
        json.ResetWrittenCount();
        ProfileJson.Write(profile, json);
        var bytes = Shrunk(json.WrittenSpan);
        var row = new TableEntity(Identity.Bucket(profile.Id), Keys.Customer(profile.Id));
        for (var (offset, i) = (0, 0); offset < bytes.Length; offset += ChunkBytes, i++)
        {
            row[ChunkNames[i]] = bytes.Length <= ChunkBytes ? bytes : bytes[offset..Math.Min(offset + ChunkBytes, bytes.Length)];
        }
        if (profile.MovedTo is { } moved) row["MovedTo"] = moved;
        if ((profile.Armed ?? profile.Wake) is { } wake) row[WakeColumn] = wake;
        return row;
    }

    public static Profile Read(TableEntity row)
    {
        var first = row.GetBinary(ChunkNames[0]);
        if (!row.ContainsKey(ChunkNames[1])) return Profile(first);
        using var all = new MemoryStream();
        foreach (var name in ChunkNames)
        {
            if (row.GetBinary(name) is not { } chunk) break;
            all.Write(chunk);
        }
        return Profile(all.GetBuffer().AsSpan(0, (int)all.Length));
    }

    /// <summary>How many bytes of profile a row holds.</summary>
    public static int Stored(TableEntity row)
    {
        var bytes = 0;
        foreach (var name in ChunkNames)
        {
            if (!row.TryGetValue(name, out var chunk)) break;
            bytes += chunk is byte[] whole ? whole.Length : row.GetBinary(name).Length;
        }
        return bytes;
    }

    private static byte[] Shrunk(ReadOnlySpan<byte> json)
    {
        if (json.Length < WorthCompressing) return json.ToArray();
        var shrunk = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length) + 1);
        try
        {
            shrunk[0] = Compressed;
            return BrotliEncoder.TryCompress(json, shrunk.AsSpan(1), out var length, Quality, Window) ? shrunk[..(length + 1)] : json.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(shrunk);
        }
    }

    private static Profile Profile(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [Compressed, ..]) return ProfileJson.Read(bytes);
        using var whole = new MemoryStream(bytes.Length * 4);
        using var shrunk = new MemoryStream(bytes[1..].ToArray());
        using (var brotli = new BrotliStream(shrunk, CompressionMode.Decompress)) brotli.CopyTo(whole);
        return ProfileJson.Read(whole.GetBuffer().AsSpan(0, (int)whole.Length));
    }

    public static TableEntity Member(string segment, string customerId, DateTimeOffset since) =>
        new(Identity.Bucket(customerId), Keys.Member(segment, customerId)) { ["Since"] = since };

    /// <summary>Whether a row refused a write because it is not as it was read: newer, gone, or there when it should not be.</summary>
    public static bool IsConflict(RequestFailedException e) => e.Status is 409 or 412 || (e.Status == 404 && e.ErrorCode == "ResourceNotFound");
}

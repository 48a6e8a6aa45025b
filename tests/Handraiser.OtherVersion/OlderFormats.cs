using System.IO.Compression;
using System.Text.Json;
using Handraiser.Events;

namespace Handraiser.OtherVersion;

/// <summary>The first version: events as deflated JSON, profiles as plain JSON. It knows none of the packs that are written today.</summary>
internal sealed class OlderFormats : WireFormats
{
    protected override string Sent(string message)
    {
        // What it could not read goes to the poison queue as it came.
        if (message is ['7' or '8', ..]) return $"{(char)(message[0] - 4)}{message[1..]}";
        if (message is not ['3' or '4', ..]) return message;
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) JsonSerializer.Serialize(deflate, EventPack.Read(message), EventJson.Many);
        return "1" + Convert.ToBase64String(packed.ToArray());
    }

    protected override string Received(string message) => message is ['3' or '4', ..] ? $"{(char)(message[0] + 4)}{message[1..]}" : message;

    protected override byte[] Stored(byte[] profile) => Plain(profile);

    /// <summary>The JSON of a profile that may be compressed.</summary>
    internal static byte[] Plain(byte[] profile)
    {
        if (profile is not [1, ..]) return profile;
        using var json = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(profile, 1, profile.Length - 1), CompressionMode.Decompress)) brotli.CopyTo(json);
        return json.ToArray();
    }
}

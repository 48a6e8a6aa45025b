using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Segments;

namespace Handraiser.Profiles;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(Hop[]))]
[JsonSerializable(typeof(Decision[]))]
[JsonSerializable(typeof(MessageSeen[]))]
[JsonSerializable(typeof(RecentLine[]))]
[JsonSerializable(typeof(RecentEvent[]))]
[JsonSerializable(typeof(Interest[]))]
[JsonSerializable(typeof(Trace[]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;

/// <summary>The JSON form of a profile: short names, nothing empty, so that a row stays small.</summary>
public static class ProfileJson
{
    /// <summary>Rows are no part of a page: letters of every alphabet stand as they are, instead of six characters for each.</summary>
    private static readonly JavaScriptEncoder Plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions Options = new(ProfileJsonContext.Default.Options)
    {
        TypeInfoResolver = ProfileJsonContext.Default.WithAddedModifier(LeanJson.OmitEmpty),
        Encoder = Plain,
        Converters = { new ShortTime(), new SharedText(), new RecentLines(), new RecentEvents(), new MessagesSeen(), new Likes(), new Traces() },
    };

    private static readonly JsonTypeInfo<Profile> Type = (JsonTypeInfo<Profile>)Options.GetTypeInfo(typeof(Profile));

    /// <summary>Writes a profile as UTF-8.</summary>
    public static byte[] Write(Profile profile) => JsonSerializer.SerializeToUtf8Bytes(profile, Type);

    /// <summary>Writes a profile as UTF-8 behind what is written already.</summary>
    public static void Write(Profile profile, IBufferWriter<byte> text)
    {
        using var writer = new Utf8JsonWriter(text, new JsonWriterOptions { SkipValidation = true, Encoder = Plain });
        JsonSerializer.Serialize(writer, profile, Type);
    }

    /// <summary>Reads a profile; every format ever released is understood.</summary>
    /// <exception cref="JsonException">The text is not a profile.</exception>
    /// <exception cref="FormatException">A newer version wrote it in a format to come: to fold into it would be to guess what it means.</exception>
    public static Profile Read(ReadOnlySpan<byte> utf8)
    {
        var profile = JsonSerializer.Deserialize(utf8, Type) ?? throw new JsonException("A profile was expected, not null.");
        return profile.Format <= Profile.CurrentFormat ? profile
            : throw new FormatException($"A profile has format {profile.Format}; this version knows formats up to {Profile.CurrentFormat}. The newer version reads it.");
    }
}

/// <summary>A moment as Unix milliseconds: a row holds hundreds of them. One that is not whole is written in full.</summary>
internal sealed class ShortTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64()) : reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Writes a moment.</summary>
    public static void Write(Utf8JsonWriter writer, DateTimeOffset value)
    {
        if (value.UtcTicks % TimeSpan.TicksPerMillisecond == 0) writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
        else writer.WriteStringValue(value.ToUniversalTime());
    }
}

/// <summary>
/// Text that is read into one string for all profiles where it was read lately: the kinds, segments, plays and versions that each profile
/// names a hundred times, and all name alike.
/// </summary>
internal sealed class SharedText : JsonConverter<string>
{
    private const int Longest = 32;
    private const int Slots = 4096;

    private readonly string?[] recent = new string?[Slots];

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest) return reader.GetString();
        // Threads may overwrite each other's strings: what is found is compared, so that this costs a string and nothing else.
        ref var slot = ref recent[QuickHash.Of(reader.ValueSpan) & (Slots - 1)];
        return slot is { } known && Ascii.Equals(reader.ValueSpan, known) ? known : slot = reader.GetString();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}

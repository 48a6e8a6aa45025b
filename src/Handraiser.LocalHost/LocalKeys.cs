using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Handraiser.LocalHost;

/// <summary>
/// Keys that an installation needs and a newcomer does not have yet: made once, kept in <c>.local/keys.json</c>, so that the next start
/// knows the same customers. Deployment never uses them.
/// </summary>
public sealed record LocalKeys
{
    /// <summary>The installation key, base64.</summary>
    public required string Installation { get; init; }
    /// <summary>The operators' key.</summary>
    public required string Operator { get; init; }
    /// <summary>The key of <c>POST /api/events</c>.</summary>
    public required string Events { get; init; }
    /// <summary>The private key with which the local mailbox signs as SendGrid does, PKCS#8 base64.</summary>
    public required string SendGridPrivate { get; init; }
    /// <summary>Its public half, as SendGrid's dashboard shows it: SubjectPublicKeyInfo base64.</summary>
    public required string SendGridPublic { get; init; }
    /// <summary>The secret with which the demo signs as Shopify does.</summary>
    public required string Shopify { get; init; }

    /// <summary>What the local mailbox tells the door for answers, user and password.</summary>
    [JsonIgnore] public string Inbound => $"mailbox:{Derived("inbound")}";
    /// <summary>The token with which the local box of texts signs as Twilio does.</summary>
    [JsonIgnore] public string Twilio => Derived("twilio");

    private string Derived(string what) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Operator), Encoding.UTF8.GetBytes(what)), 0, 16);

    /// <summary>The keys of this folder, made now if there are none.</summary>
    public static LocalKeys LoadOrCreate(string folder)
    {
        var file = Path.Combine(folder, "keys.json");
        if (File.Exists(file) && JsonSerializer.Deserialize(File.ReadAllText(file), LocalKeysJson.Default.LocalKeys) is { } known) return known;
        Directory.CreateDirectory(folder);
        var keys = Create();
        File.WriteAllText(file, JsonSerializer.Serialize(keys, LocalKeysJson.Default.LocalKeys));
        return keys;
    }

    /// <summary>New keys.</summary>
    public static LocalKeys Create()
    {
        using var sendGrid = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new LocalKeys
        {
            Installation = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            Operator = RandomNumberGenerator.GetHexString(32, lowercase: true),
            Events = RandomNumberGenerator.GetHexString(32, lowercase: true),
            SendGridPrivate = Convert.ToBase64String(sendGrid.ExportPkcs8PrivateKey()),
            SendGridPublic = Convert.ToBase64String(sendGrid.ExportSubjectPublicKeyInfo()),
            Shopify = RandomNumberGenerator.GetHexString(32, lowercase: true),
        };
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(LocalKeys))]
internal sealed partial class LocalKeysJson : JsonSerializerContext;

using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Delivery.Webhooks;

/// <summary>One system that a play may call.</summary>
/// <param name="Url">Its address: <c>Webhooks:Out:NAME:Url</c>.</param>
/// <param name="Key">The key of the signature, from <c>Webhooks:Out:NAME:Secret</c>: <c>whsec_</c> and Base64 of 24 to 64 bytes.</param>
/// <param name="TellsWho">Whether it is told the customer's address, number and name, not the id alone: <c>Webhooks:Out:NAME:Personal</c>.</param>
public sealed record WebhookTarget(Uri Url, byte[] Key, bool TellsWho);

/// <summary>The systems that plays may call, by the name that the playbook uses; read and checked at start.</summary>
/// <param name="Targets">By name.</param>
/// <param name="AllowPrivate">Whether plain HTTP and addresses that are not on the public Internet are allowed, for one machine: <c>Webhooks:AllowPrivate</c>.</param>
public sealed record WebhookSettings(IReadOnlyDictionary<string, WebhookTarget> Targets, bool AllowPrivate)
{
    private const string SecretPrefix = "whsec_";

    /// <summary>Reads the settings; null when no system is named.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says what to do.</exception>
    public static WebhookSettings? Read(IConfiguration settings)
    {
        var allowPrivate = bool.TryParse(settings["Webhooks:AllowPrivate"], out var allowed) && allowed;
        var targets = settings.GetSection("Webhooks:Out").GetChildren().ToDictionary(c => c.Key, c => Target(c, allowPrivate), StringComparer.OrdinalIgnoreCase);
        return targets.Count == 0 ? null : new WebhookSettings(targets, allowPrivate);
    }

    private static WebhookTarget Target(IConfigurationSection section, bool allowPrivate)
    {
        var name = section.Path.Replace(":", "__", StringComparison.Ordinal);
        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) || !(url.Scheme == "https" || (allowPrivate && url.Scheme == "http")))
            throw new InvalidOperationException($"The setting {name}__Url is missing or not an https address.");
        if (url.UserInfo.Length > 0) throw new InvalidOperationException($"The setting {name}__Url holds a name or a password; what is called is signed, and needs none.");
        return new WebhookTarget(url, Key(section["Secret"]) ?? throw new InvalidOperationException($"The setting {name}__Secret is not whsec_ and the Base64 of 24 to 64 bytes. Make one with: echo whsec_$(openssl rand -base64 32)"),
            bool.TryParse(section["Personal"], out var personal) && personal);
    }

    private static byte[]? Key(string? secret)
    {
        if (secret is null || !secret.StartsWith(SecretPrefix, StringComparison.Ordinal)) return null;
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[SecretPrefix.Length..], bytes, out var length) && length is >= 24 and <= 64 ? bytes[..length] : null;
    }
}

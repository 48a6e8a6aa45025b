using Handraiser.Functions.Settings;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Delivery;

/// <summary>What mails say of themselves, read and checked at start.</summary>
public sealed record DeliverySettings
{
    /// <summary>Where customers reach this application, with the route prefix, ending in a slash: <c>Public:Url</c>.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>The keys of links in mails, newest first: <c>Links:Keys:0</c> and on; without any, the installation's own key.</summary>
    public required IReadOnlyList<byte[]> LinkKeys { get; init; }

    /// <summary>The host whose mail SendGrid parses for us: <c>Mail:ReplyDomain</c>, such as <c>reply.shop.example</c>; null when answers are not heard.</summary>
    public string? ReplyDomain { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says what to do.</exception>
    public static DeliverySettings From(IConfiguration settings, Installation installation)
    {
        var url = settings["Public:Url"] ?? "http://localhost:7071/api/";
        if (!Uri.TryCreate(url.EndsWith('/') ? url : url + "/", UriKind.Absolute, out var publicUrl) || publicUrl.Scheme is not ("http" or "https"))
            throw new InvalidOperationException("The setting Public__Url is not a web address. Set it to where customers reach this application, such as https://shop.example/api/.");
        var keys = settings.GetSection("Links:Keys").GetChildren().Select(k => Key(k.Path, k.Value)).ToList();
        return new DeliverySettings { PublicUrl = publicUrl, LinkKeys = keys.Count > 0 ? keys : [installation.Key], ReplyDomain = Domain(settings["Mail:ReplyDomain"]) };
    }

    private static string? Domain(string? host) => host is not { Length: > 0 } ? null
        : Uri.CheckHostName(host) == UriHostNameType.Dns ? host.ToLowerInvariant()
        : throw new InvalidOperationException("The setting Mail__ReplyDomain is not the name of a host. Set it to the one whose MX record points to mx.sendgrid.net, such as reply.shop.example.");

    private static byte[] Key(string path, string? value)
    {
        var bytes = new byte[value?.Length ?? 0];
        return Convert.TryFromBase64String(value ?? "", bytes, out var length) && length >= 32
            ? bytes[..length]
            : throw new InvalidOperationException($"The setting {path.Replace(":", "__", StringComparison.Ordinal)} is not the base64 of at least 32 bytes. Make one with: openssl rand -base64 32");
    }
}

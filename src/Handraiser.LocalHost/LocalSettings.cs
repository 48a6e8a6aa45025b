using System.Text.Json;
using Handraiser.LocalHost.Mailbox;
using Microsoft.Extensions.Configuration;

namespace Handraiser.LocalHost;

/// <summary>The settings of a local run, weakest first: defaults with generated keys, <c>local.settings.json</c>, the environment, the command line.</summary>
public static class LocalSettings
{
    /// <summary>Reads them.</summary>
    /// <param name="keys">The generated keys.</param>
    /// <param name="address">Where this host listens, for links in mails.</param>
    /// <param name="overrides">What the command line or a test sets, names with colons.</param>
    public static IConfigurationRoot Read(LocalKeys keys, Uri address, IReadOnlyDictionary<string, string?> overrides)
    {
        var defaults = new Dictionary<string, string?>
        {
            ["Installation:Key"] = keys.Installation,
            ["Keys:Operator"] = keys.Operator,
            ["Keys:Events"] = keys.Events,
            ["Senders:SendGrid:Secrets:0"] = keys.SendGridPublic,
            ["Senders:Shopify:Secrets:0"] = keys.Shopify,
            ["SendGrid:ApiKey"] = "local",
            ["Mail:From"] = "hello@ridgeway.example",
            ["Mail:ReplyDomain"] = "reply.ridgeway.example",
            ["Senders:Inbound:Secrets:0"] = keys.Inbound,
            ["Twilio:AccountSid"] = "AClocal",
            ["Twilio:AuthToken"] = keys.Twilio,
            ["Twilio:From"] = "+447700900000",
            ["Twilio:PricePerSegment"] = "0.04",
            ["Twilio:Host"] = address.ToString(),
            ["Senders:Twilio:Secrets:0"] = keys.Twilio,
            ["SendGrid:Host"] = new Uri(address, MailboxEndpoints.SendGridPath).ToString(),
            ["Public:Url"] = new Uri(address, "api/").ToString(),
        };
        return new ConfigurationBuilder()
            .AddInMemoryCollection(defaults)
            .AddInMemoryCollection(FromFile(Path.Combine(Storage.LocalFolder.Root, "local.settings.json")))
            .AddEnvironmentVariables()
            .AddInMemoryCollection(overrides)
            .Build();
    }

    /// <summary>The <c>Values</c> of a local settings file, as the Functions tools read them: <c>__</c> stands for a colon.</summary>
    internal static Dictionary<string, string?> FromFile(string file)
    {
        var values = new Dictionary<string, string?>();
        if (!File.Exists(file)) return values;
        using var json = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!json.RootElement.TryGetProperty("Values", out var told)) return values;
        // An empty value of a copied sample is one that nobody filled in: it must not hide a default.
        foreach (var value in told.EnumerateObject().Where(v => v.Value.ToString().Length > 0)) values[value.Name.Replace("__", ":", StringComparison.Ordinal)] = value.Value.ToString();
        return values;
    }
}

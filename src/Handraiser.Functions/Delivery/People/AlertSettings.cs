using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Delivery.People;

/// <summary>Where staff are told: <c>Alerts:Webhooks:0</c> and on, incoming webhooks of Slack or Microsoft Teams.</summary>
/// <param name="Webhooks">Their addresses, which are secrets.</param>
public sealed record AlertSettings(IReadOnlyList<Uri> Webhooks)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One is not a web address.</exception>
    public static AlertSettings Read(IConfiguration settings) => new([.. settings.GetSection("Alerts:Webhooks").GetChildren().Select(c =>
        Uri.TryCreate(c.Value, UriKind.Absolute, out var url) ? url : throw new InvalidOperationException($"The setting {c.Path.Replace(":", "__", StringComparison.Ordinal)} is not a web address."))]);

    /// <summary>Whether an address is one of Slack's; every other is taken for Teams', or for what speaks as either does.</summary>
    public static bool IsSlack(Uri webhook) => webhook.Host.EndsWith("slack.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// What is posted: Slack and the connectors of Teams take <c>{"text": ...}</c>; the workflows that replace the connectors take a message
    /// with an adaptive card.
    /// </summary>
    public static object Body(Uri webhook, string text) =>
        webhook.Host.EndsWith("logic.azure.com", StringComparison.OrdinalIgnoreCase) || webhook.Host.EndsWith("api.powerplatform.com", StringComparison.OrdinalIgnoreCase)
            ? new
            {
                type = "message",
                attachments = new[] { new { contentType = "application/vnd.microsoft.card.adaptive", content = new { type = "AdaptiveCard", version = "1.4", body = new[] { new { type = "TextBlock", text, wrap = true } } } } },
            }
            : new { text };
}

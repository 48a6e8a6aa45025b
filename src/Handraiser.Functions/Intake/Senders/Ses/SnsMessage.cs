using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Handraiser.Functions.Intake.Senders.Ses;

/// <summary>An envelope of Amazon SNS (SNS developer guide, "Parsing message formats"); the Lambda form spells two names otherwise.</summary>
internal sealed partial record SnsMessage(JsonElement Body)
{
    private static readonly string[] OfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] OfConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    public string? Type => Body.Text("Type");
    public string? Topic => Body.Text("TopicArn");
    public string? SignatureVersion => Body.Text("SignatureVersion");
    public string? Signature => Body.Text("Signature");
    public DateTimeOffset? Timestamp => Body.Time("Timestamp");

    /// <summary>The certificate's address; null unless it is Amazon's own.</summary>
    public Uri? Certificate => Amazons(Body.Text("SigningCertURL") ?? Body.Text("SigningCertUrl")) is { } url && url.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal) ? url : null;

    /// <summary>The address that confirms a subscription; null unless it is Amazon's own.</summary>
    public Uri? Subscribe => Amazons(Body.Text("SubscribeURL") ?? Body.Text("SubscribeUrl"));

    /// <summary>The text that is signed: names and values on lines of their own, in the order of the names; null for an unknown type.</summary>
    public byte[]? Signed()
    {
        var names = Type switch
        {
            "Notification" => OfNotification,
            "SubscriptionConfirmation" or "UnsubscribeConfirmation" => OfConfirmation,
            _ => null,
        };
        if (names is null) return null;
        var text = new StringBuilder();
        foreach (var name in names)
        {
            var value = Body.Part(name);
            if (value.ValueKind == JsonValueKind.String) text.Append(name).Append('\n').Append(value.GetString()).Append('\n');
            else if (name != "Subject") return null;
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static Uri? Amazons(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var told) && told.Scheme == Uri.UriSchemeHttps && told.IsDefaultPort && told.UserInfo.Length == 0 && Host().IsMatch(told.Host) ? told : null;

    [GeneratedRegex(@"^sns\.[a-zA-Z0-9\-]{3,}\.amazonaws\.com(\.cn)?\z")]
    private static partial Regex Host();
}

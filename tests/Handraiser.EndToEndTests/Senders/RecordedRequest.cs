using System.Text;
using System.Text.Json;
using Handraiser.Tests;
using Handraiser.Tests.Intake;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>A recorded request of the shared folder, with the settings and the time under which its verdict holds.</summary>
internal sealed record RecordedRequest(string Sender, string Name, SenderPost Post, IReadOnlyDictionary<string, string?> Settings, DateTimeOffset Now, bool Valid, int? MustAnswer)
{
    private static readonly DateTimeOffset WhenNothingIsStamped = new(2024, 1, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The same for requests that can share a host.</summary>
    public string Key => string.Join(';', Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"));

    /// <summary>Every recorded request whose proof is told, in the order of its time.</summary>
    public static IReadOnlyList<RecordedRequest> All() =>
    [
        .. new IEnumerable<RecordedRequest>[]
        {
            Of("sendgrid", "sendgrid", "public_key"), Of("shopify", "shopify", "secret"), Of("mailgun", "mailgun", "signing_key"), Of("mandrill", "mandrill", "webhook_key"),
            Of("resend", "resend", "secret"), Of("standard-webhooks", "standard", "secret"), Of("bigcommerce", "bigcommerce", "client_secret"), Of("stripe", "stripe", "secret"),
            Of("woocommerce", "woocommerce", "secret"), Of("twilio", "twilio", "auth_token"), Sns(),
        }.SelectMany(r => r).OrderBy(r => r.Now),
    ];

    private static IEnumerable<RecordedRequest> Of(string folder, string sender, string secret)
    {
        foreach (var vector in Vectors.Read(folder))
        {
            var settings = new Dictionary<string, string?> { [$"Senders:{sender}:Secrets:0"] = vector.Text(secret) };
            if (vector.Text("url") is { } url) settings[$"Senders:{sender}:Url"] = url;
            var form = vector.Told.TryGetProperty("form", out var fields) && fields.ValueKind == JsonValueKind.Object
                ? Encoding.UTF8.GetBytes(string.Join('&', fields.EnumerateObject().Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value.GetString()!)}")))
                : null;
            var type = vector.Headers.FirstOrDefault(h => h.Name == "Content-Type").Value ?? (form is not null || sender == "mandrill" ? SenderPost.Form : SenderPost.Json);
            var must = vector.Told.TryGetProperty("must_answer_status", out var status) ? status.GetInt32() : (int?)null;
            var valid = vector.Flag(vector.Told.TryGetProperty("expected_valid", out _) ? "expected_valid" : "expected_hmac_valid");
            yield return new(sender, vector.Name, new SenderPost($"webhooks/{sender}", form ?? vector.Body(), type, vector.Headers), settings, Stamp(vector), valid, must);
        }
    }

    private static IEnumerable<RecordedRequest> Sns()
    {
        foreach (var vector in Vectors.Read("ses-sns"))
        {
            var told = JsonDocument.Parse(vector.Body()).RootElement;
            var settings = new Dictionary<string, string?>
            {
                ["Senders:Ses:Topics:0"] = told.GetProperty("TopicArn").GetString(),
                ["Senders:Ses:CertificateFolder"] = Shared.Path("vectors", "ses-sns"),
            };
            yield return new("ses", vector.Name, new SenderPost("webhooks/ses", vector.Body(), "text/plain; charset=UTF-8"), settings, told.GetProperty("Timestamp").GetDateTimeOffset().AddMinutes(1), vector.Flag("expected_valid"), null);
        }
    }

    private static DateTimeOffset Stamp(Vectors vector) =>
        vector.Now
        ?? (Seconds(vector.Text("timestamp")) ?? Seconds(vector.Headers.FirstOrDefault(h => h.Name.EndsWith("Webhook-Timestamp", StringComparison.OrdinalIgnoreCase)).Value))
        ?? WhenNothingIsStamped;

    private static DateTimeOffset? Seconds(string? text) => long.TryParse(text, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}

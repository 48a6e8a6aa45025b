using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Handraiser.Functions.Intake;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>Keys of our own making for every sender: signs bodies as each of them does, and gives the settings that belong to them.</summary>
internal sealed class SenderKeys : IDisposable
{
    private const string Secret = "a secret of our own making";
    private const string Topic = "arn:aws:sns:eu-west-1:1:mails";
    private const string CertificateUrl = "https://sns.eu-west-1.amazonaws.com/ours.pem";

    private static readonly string[] WithSecret = ["Mailgun", "Postmark", "Mandrill", "Brevo", "Shopify", "WooCommerce", "BigCommerce", "Stripe", "Segment", "Twilio"];
    private static readonly string Coded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret));

    private readonly TempFolder folder = new();
    private readonly ECDsa sendGrid = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA amazon = RSA.Create(2048);
    private readonly DateTimeOffset now;
    private int tokens;

    public SenderKeys(DateTimeOffset now)
    {
        this.now = now;
        var request = new CertificateRequest("CN=sns.amazonaws.com", amazon, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder.Path, "ours.pem"), certificate.ExportCertificatePem());
    }

    /// <summary>The settings of all senders.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Senders:SendGrid:Secrets:0"] = Convert.ToBase64String(sendGrid.ExportSubjectPublicKeyInfo()),
        ["Senders:Inbound:Secrets:0"] = Convert.ToBase64String(sendGrid.ExportSubjectPublicKeyInfo()),
        ["Senders:Ses:Topics:0"] = Topic,
        ["Senders:Ses:CertificateFolder"] = folder.Path,
        ["Senders:Resend:Secrets:0"] = "whsec_" + Coded,
        ["Senders:Standard:Secrets:0"] = Coded,
        ["Senders:Mandrill:Url"] = "https://shop.example/mandrill",
        ["Senders:Twilio:Url"] = "https://shop.example/twilio",
        ["Senders:BigCommerce:StoreHash"] = "ours",
        ["Senders:BigCommerce:AccessToken"] = Secret,
    }.Concat(WithSecret
        .Select(s => KeyValuePair.Create($"Senders:{s}:Secrets:0", (string?)Secret))).ToDictionary();

    /// <summary>The request with which a sender brings this body.</summary>
    /// <param name="sender">Its name in the route.</param>
    /// <param name="body">What it tells; for SES and Mandrill the part inside their wrapping.</param>
    /// <param name="topic">What Shopify and WooCommerce tell in a header.</param>
    public SenderPost Sign(string sender, byte[] body, string topic = "") => sender switch
    {
        "sendgrid" => SendGrid(sender, body, SenderPost.Json),
        // The lines of a form end as RFC 2046 has them, whatever the file does.
        "inbound" => SendGrid(sender, Bytes(Encoding.UTF8.GetString(body).ReplaceLineEndings("\r\n")), "multipart/form-data; boundary=ours"),
        "mailgun" => Json(sender, Mailgun(body)),
        "postmark" => Json(sender, body, ("Authorization", "Basic " + Convert.ToBase64String(Bytes("user:" + Secret)))),
        "brevo" => Json(sender, body, ("Authorization", "Bearer " + Secret)),
        "ses" => new SenderPost("webhooks/ses", Sns(Encoding.UTF8.GetString(body)), "text/plain; charset=UTF-8"),
        "mandrill" => Mandrill(Encoding.UTF8.GetString(body)),
        "resend" => Standard(sender, "svix", body),
        "standard" or "bigcommerce" => Standard(sender, "webhook", body),
        "shopify" => Json(sender, body, ("X-Shopify-Hmac-Sha256", Base64(body)), ("X-Shopify-Topic", topic), ("X-Shopify-Shop-Domain", "ridgeway.myshopify.example"), ("X-Shopify-Triggered-At", now.ToString("O", CultureInfo.InvariantCulture))),
        "woocommerce" => Json(sender, body, ("X-WC-Webhook-Signature", Base64(body)), ("X-WC-Webhook-Topic", topic)),
        "stripe" => Json(sender, body, ("Stripe-Signature", $"t={Stamp},v1={Convert.ToHexStringLower(Hmac([.. Bytes(Stamp + "."), .. body]))}")),
        "segment" => Json(sender, body, ("X-Signature", Convert.ToHexStringLower(Signatures.HmacSha1(Secret, body)))),
        "twilio" => Twilio(Encoding.UTF8.GetString(body)),
        _ => throw new ArgumentException("There is no such sender.", nameof(sender)),
    };

    public void Dispose()
    {
        sendGrid.Dispose();
        amazon.Dispose();
        folder.Dispose();
    }

    private string Stamp => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static SenderPost Json(string sender, byte[] body, params (string, string)[] headers) => new($"webhooks/{sender}", body, SenderPost.Json, headers);

    private SenderPost SendGrid(string sender, byte[] body, string type)
    {
        var signature = Convert.ToBase64String(sendGrid.SignData([.. Bytes(Stamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        return new($"webhooks/{sender}", body, type, ("X-Twilio-Email-Event-Webhook-Timestamp", Stamp), ("X-Twilio-Email-Event-Webhook-Signature", signature));
    }

    private SenderPost Standard(string sender, string family, byte[] body)
    {
        var id = "msg_" + Convert.ToHexStringLower(SHA256.HashData(body), 0, 8);
        return Json(sender, body, ($"{family}-id", id), ($"{family}-timestamp", Stamp), ($"{family}-signature", "v1," + Base64([.. Bytes($"{id}.{Stamp}."), .. body])));
    }

    private byte[] Mailgun(byte[] body)
    {
        var token = $"token-{++tokens}";
        var told = JsonDocument.Parse(body).RootElement.GetProperty("event-data");
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["signature"] = new { timestamp = Stamp, token, signature = Convert.ToHexStringLower(Hmac(Bytes(Stamp + token))) },
            ["event-data"] = told,
        });
    }

    private byte[] Sns(string message)
    {
        var (id, at) = ("m-1", now.ToString("O", CultureInfo.InvariantCulture));
        var signed = $"Message\n{message}\nMessageId\n{id}\nTimestamp\n{at}\nTopicArn\n{Topic}\nType\nNotification\n";
        var signature = Convert.ToBase64String(amazon.SignData(Bytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return JsonSerializer.SerializeToUtf8Bytes(new { Type = "Notification", MessageId = id, TopicArn = Topic, Message = message, Timestamp = at, SignatureVersion = "2", Signature = signature, SigningCertURL = CertificateUrl });
    }

    private static SenderPost Mandrill(string events) =>
        new("webhooks/mandrill", Bytes("mandrill_events=" + Uri.EscapeDataString(events)), SenderPost.Form, ("X-Mandrill-Signature", Sha1("https://shop.example/mandrillmandrill_events" + events)));

    private static SenderPost Twilio(string form)
    {
        var fields = form.Trim().Split('&').Select(f => f.Split('=')).OrderBy(f => f[0], StringComparer.Ordinal);
        return new("webhooks/twilio", Bytes(form.Trim()), SenderPost.Form, ("X-Twilio-Signature", Sha1("https://shop.example/twilio" + string.Concat(fields.Select(f => f[0] + Uri.UnescapeDataString(f[1].Replace('+', ' ')))))));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Hmac(byte[] text) => HMACSHA256.HashData(Bytes(Secret), text);

    private static string Base64(byte[] text) => Convert.ToBase64String(Hmac(text));

    private static string Sha1(string text) => Convert.ToBase64String(Signatures.HmacSha1(Secret, Bytes(text)));
}

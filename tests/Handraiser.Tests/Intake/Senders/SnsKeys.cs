using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Handraiser.Tests.Intake.Senders;

/// <summary>A certificate like Amazon's of our own making, and messages signed under it as SNS signs them.</summary>
internal sealed class SnsKeys : IDisposable
{
    public const string Topic = "arn:aws:sns:eu-west-1:1:mails";
    public const string CertificateUrl = "https://sns.eu-west-1.amazonaws.com/ours.pem";

    private readonly RSA key = RSA.Create(2048);
    private readonly string folder = Directory.CreateTempSubdirectory("handraiser-sns-").FullName;

    public SnsKeys(string name = "sns.amazonaws.com", int fromHours = -24, int toHours = 24)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DoorHarness.Today.AddHours(fromHours), DoorHarness.Today.AddHours(toHours));
        File.WriteAllText(Path.Combine(folder, "ours.pem"), certificate.ExportCertificatePem());
    }

    public (string, string)[] Settings => [("Senders:Ses:Topics:0", Topic), ("Senders:Ses:CertificateFolder", folder)];

    /// <summary>A signed envelope; <paramref name="change"/> adds or replaces fields before it is signed.</summary>
    public string Envelope(string message, string type = "Notification", string version = "2", DateTimeOffset? at = null, params (string Name, object? Value)[] change)
    {
        var body = new Dictionary<string, object?>
        {
            ["Type"] = type, ["MessageId"] = "m-1", ["TopicArn"] = Topic, ["Message"] = message,
            ["Timestamp"] = (at ?? DoorHarness.Today).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["SignatureVersion"] = version, ["SigningCertURL"] = CertificateUrl,
        };
        if (type != "Notification") (body["Token"], body["SubscribeURL"]) = ("t", "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription");
        foreach (var (name, value) in change) body[name] = value;
        string[] names = type == "Notification" ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
        var text = string.Concat(names.Where(n => body.GetValueOrDefault(n) is not null).Select(n => $"{n}\n{body[n]}\n"));
        body["Signature"] = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return JsonSerializer.Serialize(body);
    }

    public void Dispose()
    {
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

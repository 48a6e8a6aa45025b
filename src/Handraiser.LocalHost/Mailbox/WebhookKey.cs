using System.Security.Cryptography;
using System.Text;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>The key with which the mailbox signs events as SendGrid does (ECDSA P-256 over timestamp and body), made once and kept.</summary>
public sealed class WebhookKey : IDisposable
{
    private readonly ECDsa key;

    private WebhookKey(ECDsa key) => this.key = key;

    /// <summary>The public half as SendGrid shows it: the sender's secret (<c>Senders:SendGrid:Secrets:0</c>).</summary>
    public string PublicKey => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    /// <summary>A key that is kept elsewhere.</summary>
    /// <param name="pkcs8">PKCS#8, base64.</param>
    public static WebhookKey From(string pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(pkcs8), out _);
        return new WebhookKey(key);
    }

    /// <summary>Reads the key of a file, or makes one.</summary>
    public static WebhookKey LoadOrCreate(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path))
        {
            key.ImportFromPem(File.ReadAllText(path));
            return new WebhookKey(key);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        return new WebhookKey(key);
    }

    /// <summary>The signature of a body, for <c>X-Twilio-Email-Event-Webhook-Signature</c>.</summary>
    public string Sign(string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. body];
        lock (key) return Convert.ToBase64String(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

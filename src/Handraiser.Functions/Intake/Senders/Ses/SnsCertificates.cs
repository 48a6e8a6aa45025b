using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Handraiser.Functions.Intake.Senders.Ses;

/// <summary>Where the certificates come from that SNS signs with.</summary>
public interface ISnsCertificates
{
    /// <summary>The certificate at an address of Amazon's; null when it is not Amazon's or not valid at that time.</summary>
    /// <exception cref="HttpRequestException">It cannot be fetched.</exception>
    ValueTask<X509Certificate2?> FindAsync(Uri url, SenderSettings settings, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>
/// Fetches each certificate once and checks name, dates and chain. Where the app may not reach the internet, the setting
/// <c>CertificateFolder</c> names a folder that holds them under their own file names; those are trusted as they are, but for their dates.
/// </summary>
public sealed class SnsCertificates(HttpClient http) : ISnsCertificates
{
    private const string AmazonsName = "sns.amazonaws.com";
    private const int MostBytes = 64 * 1024;
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<Uri, X509Certificate2> known = new();

    /// <inheritdoc/>
    public async ValueTask<X509Certificate2?> FindAsync(Uri url, SenderSettings settings, DateTimeOffset now, CancellationToken cancellation)
    {
        if (Pinned(url, settings) is { } pinned) return IsValid(pinned, now) ? pinned : null;
        if (!known.TryGetValue(url, out var certificate))
        {
            if (await FetchAsync(url, now, cancellation) is not { } fetched) return null;
            if (known.Count >= MostKept) known.Clear();
            certificate = known.GetOrAdd(url, fetched);
        }
        return IsValid(certificate, now) ? certificate : null;
    }

    private static X509Certificate2? Pinned(Uri url, SenderSettings settings)
    {
        if (settings.Other("CertificateFolder") is not { } folder) return null;
        var file = Path.Combine(folder, Path.GetFileName(url.AbsolutePath));
        return File.Exists(file) ? X509Certificate2.CreateFromPem(File.ReadAllText(file)) : null;
    }

    private async Task<X509Certificate2?> FetchAsync(Uri url, DateTimeOffset now, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(MostBytes, cancellation);
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (CryptographicException)
        {
            return null;
        }
        return all.Count > 0 && IsChained(all, now) ? all[0] : null;
    }

    private static bool IsChained(X509Certificate2Collection all, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(all);
        return chain.Build(all[0]);
    }

    private static bool IsValid(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == AmazonsName
        && now.UtcDateTime >= certificate.NotBefore.ToUniversalTime()
        && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime();
}

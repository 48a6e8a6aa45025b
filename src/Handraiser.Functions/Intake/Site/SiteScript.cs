using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake.Site;

/// <summary>The script that a shop puts into its pages, <c>handraiser.js</c> as it is embedded here.</summary>
public sealed class SiteScript(SiteSettings settings)
{
    /// <summary>The name in its address.</summary>
    public const string Name = "handraiser.js";

    private static readonly byte[] Plain = Load();

    /// <summary>The script as most browsers get it.</summary>
    internal static readonly byte[] Zipped = Zip(Plain);

    // Weak: plain and compressed are the same script in other bytes (RFC 9110, section 8.8.1).
    private static readonly string Tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Plain), 0, 8)}\"";

    /// <summary>Answers with the script, or that it has not changed; 404 where the site is switched off.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var response = http.Response;
        if (!settings.IsOn)
        {
            await DoorAnswer.NotFound.ToResult(http).ExecuteAsync(http);
            return;
        }
        var headers = response.Headers;
        headers.ETag = Tag;
        headers.CacheControl = "public, max-age=3600, stale-while-revalidate=86400";
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        // It holds no secret: pages that check what they load may read it.
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(Tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var zipped = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (zipped) headers.ContentEncoding = "gzip";
        var content = zipped ? Zipped : Plain;
        response.ContentType = "text/javascript; charset=utf-8";
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static byte[] Load()
    {
        using var file = typeof(SiteScript).Assembly.GetManifestResourceStream("Handraiser.Functions.Intake.Site.handraiser.js")
            ?? throw new InvalidOperationException("handraiser.js is embedded in this assembly by Handraiser.Functions.csproj.");
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Zip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(plain);
        return packed.ToArray();
    }
}

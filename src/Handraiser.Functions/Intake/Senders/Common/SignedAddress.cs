using System.Text;

namespace Handraiser.Functions.Intake.Senders.Common;

/// <summary>The ways in which a sender may have spelt the address that it signed.</summary>
internal static class SignedAddress
{
    /// <summary>The address as seen, without its port and with the standard one, and each of them with the credentials that came as a header.</summary>
    public static List<string> Spellings(string url, string? authorization)
    {
        var spellings = new List<string> { url };
        var authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (authority < 3) return spellings;
        var end = url.IndexOfAny(['/', '?'], authority);
        if (end < 0) end = url.Length;
        var host = url[authority..end];
        var colon = host.LastIndexOf(':');
        var bare = colon > host.LastIndexOf('@') && !host.EndsWith(']') ? host[..colon] : host;
        var standard = url.StartsWith("https:", StringComparison.Ordinal) ? "443" : "80";
        spellings.Add(url[..authority] + bare + url[end..]);
        spellings.Add($"{url[..authority]}{bare}:{standard}{url[end..]}");
        // Credentials in an address reach us as a header.
        if (authorization?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) == true && Decoded(authorization[6..].Trim()) is { } credentials)
        {
            spellings.AddRange(spellings.ToArray().Select(s => s.Insert(authority, $"{credentials}@")));
        }
        return spellings;
    }

    private static string? Decoded(string coded)
    {
        var bytes = new byte[coded.Length];
        return Convert.TryFromBase64String(coded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}

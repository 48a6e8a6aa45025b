using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Handraiser.Functions.Intake;

/// <summary>The comparisons and codings that verifiers share. Every comparison takes the same time whatever is compared.</summary>
public static class Signatures
{
    /// <summary>Whether a told Base64 text is the expected hash.</summary>
    public static bool IsBase64Of(string? told, ReadOnlySpan<byte> expected)
    {
        if (told is null || told.Length > 256) return false;
        Span<byte> bytes = stackalloc byte[192];
        return Convert.TryFromBase64String(told.Trim(), bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes[..length], expected);
    }

    /// <summary>Whether a told hexadecimal text, of either case, is the expected hash.</summary>
    public static bool IsHexOf(string? told, ReadOnlySpan<byte> expected)
    {
        if (told is null || told.Length != expected.Length * 2) return false;
        Span<byte> bytes = stackalloc byte[expected.Length];
        return Convert.FromHexString(told, bytes, out _, out _) == OperationStatus.Done && CryptographicOperations.FixedTimeEquals(bytes, expected);
    }

    /// <summary>Whether a told text is a secret; not even the secret's length shows in the time taken.</summary>
    public static bool IsText(string? told, string secret)
    {
        Span<byte> a = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> b = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(told ?? ""), a);
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), b);
        return CryptographicOperations.FixedTimeEquals(a, b) & told is not null;
    }

    /// <summary>HMAC-SHA256 over some parts, one after the other.</summary>
    public static byte[] HmacSha256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(prefix);
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    /// <summary>HMAC-SHA1, which Mandrill, Segment and Twilio sign with.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The senders choose it; as an HMAC it is not broken.")]
    public static byte[] HmacSha1(string key, ReadOnlySpan<byte> text) => HMACSHA1.HashData(Encoding.UTF8.GetBytes(key), text);

    /// <summary>A time told as whole seconds since 1970, as headers tell it; null when it is not one.</summary>
    public static DateTimeOffset? UnixSeconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}

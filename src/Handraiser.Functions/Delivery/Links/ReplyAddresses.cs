using System.Buffers;
using System.Security.Cryptography;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.Links;

/// <summary>Whose conversation an answer belongs to.</summary>
/// <param name="CustomerId">The customer that was written to.</param>
/// <param name="ActionId">The action whose message is answered.</param>
public sealed record Conversation(string CustomerId, string ActionId);

/// <summary>
/// The addresses that answers go to, one a message, so that an answer finds its conversation whoever sends it and from wherever:
/// <c>reply-</c> and base32 of the ids with a short signature, 64 characters at most and case-insensitive, as mail wants it
/// (RFC 5321, 4.5.3.1.1). Nothing but our own opaque ids stands in it. Every configured key reads its own, so keys can be rotated.
/// </summary>
public sealed class ReplyAddresses
{
    private const string Prefix = "reply-";
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Id = 16;
    // 32 bits: a guess costs a call that needs the door's secret, and what it could win is a reply under a wrong name.
    private const int Signature = 4;
    private const int Length = 58;

    private static readonly SearchValues<char> Base32 = SearchValues.Create(Digits);

    private readonly List<byte[]> keys;
    private readonly string? domain;

    /// <summary>Addresses under some keys.</summary>
    /// <param name="secrets">At least one; the first signs, all are read.</param>
    /// <param name="domain">The host whose mail is parsed for us (<c>Mail:ReplyDomain</c>); null when there is none.</param>
    public ReplyAddresses(IReadOnlyList<byte[]> secrets, string? domain)
    {
        keys = [.. secrets.Select(s => HKDF.DeriveKey(HashAlgorithmName.SHA256, s, 32, info: "handraiser replies"u8.ToArray()))];
        this.domain = domain;
    }

    /// <summary>The address for answers to a message; null where answers are not heard, or the action has no id of ours.</summary>
    public string? Of(string customerId, string actionId)
    {
        Span<byte> box = stackalloc byte[2 * Id + Signature];
        if (domain is null || !Pack(customerId, actionId, box)) return null;
        Sign(keys[0], box[..(2 * Id)], box[(2 * Id)..]);
        return $"{Prefix}{Encoded(box)}@{domain}";
    }

    /// <summary>The conversation of the first of these addresses that is whole; null when none is.</summary>
    public Conversation? Read(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            var at = address.IndexOf('@', StringComparison.Ordinal);
            var local = (at < 0 ? address : address[..at]).Trim().ToLowerInvariant();
            if (local.StartsWith(Prefix, StringComparison.Ordinal) && Open(local.AsSpan(Prefix.Length)) is { } found) return found;
        }
        return null;
    }

    private Conversation? Open(ReadOnlySpan<char> text)
    {
        Span<byte> box = stackalloc byte[2 * Id + Signature];
        if (text.Length != Length || text.ContainsAnyExcept(Base32)) return null;
        Decode(text, box);
        Span<byte> signed = stackalloc byte[Signature];
        foreach (var key in keys)
        {
            Sign(key, box[..(2 * Id)], signed);
            if (CryptographicOperations.FixedTimeEquals(signed, box[(2 * Id)..])) return new Conversation(Encoded(box[..Id]), Convert.ToHexStringLower(box[Id..(2 * Id)]));
        }
        return null;
    }

    private static bool Pack(string customerId, string actionId, Span<byte> box)
    {
        if (!Identity.IsId(customerId) || actionId.Length != 2 * Id || !actionId.All(char.IsAsciiHexDigitLower)) return false;
        Decode(customerId, box[..Id]);
        Convert.FromHexString(actionId, box[Id..], out _, out _);
        return true;
    }

    private static void Sign(byte[] key, ReadOnlySpan<byte> content, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, hash);
        hash[..Signature].CopyTo(signature);
    }

    private static string Encoded(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder(Length);
        var (bits, held) = (0u, 0);
        foreach (var b in bytes)
        {
            bits = (bits << 8) | b;
            for (held += 8; held >= 5; held -= 5) text.Append(Digits[(int)(bits >> (held - 5)) & 31]);
        }
        return held == 0 ? text.ToString() : text.Append(Digits[(int)(bits << (5 - held)) & 31]).ToString();
    }

    private static void Decode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var (bits, held, at) = (0u, 0, 0);
        foreach (var c in text)
        {
            bits = (bits << 5) | (uint)Digits.IndexOf(c, StringComparison.Ordinal);
            if ((held += 5) < 8) continue;
            held -= 8;
            if (at < bytes.Length) bytes[at++] = (byte)(bits >> held);
        }
    }
}

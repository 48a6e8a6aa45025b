using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Handraiser.Functions.Delivery.Links;

/// <summary>What a link in a mail may be used for. A token for one purpose is worth nothing for another.</summary>
public enum TokenPurpose
{
    /// <summary>Leaving; never expires.</summary>
    Leave = 1,
    /// <summary>Choosing what comes.</summary>
    Preferences = 2,
    /// <summary>Answering a question.</summary>
    Answer = 3,
    /// <summary>Telling the shop's site who came.</summary>
    Identify = 4,
    /// <summary>Confirming a download or an erasure.</summary>
    Confirm = 5,
    /// <summary>An operator's browser session.</summary>
    Desk = 6,
}

/// <summary>What a token says.</summary>
/// <param name="Purpose">What it may be used for.</param>
/// <param name="Subject">Whose it is: a customer id.</param>
/// <param name="Expires">Until when it is good; null for ever.</param>
/// <param name="Details">What else it says.</param>
public sealed record Token(TokenPurpose Purpose, string Subject, DateTimeOffset? Expires, params IReadOnlyList<string> Details);

/// <summary>
/// Signed tokens that reveal nothing: AES-256-GCM over the content, under a key derived from the first of the keys; every key that is
/// still configured opens its own, so keys can be rotated. Layout: format (1), key mark (4), nonce (12), tag (16), content; base64url.
/// </summary>
public sealed class Tokens
{
    private const byte Format = 1;
    private const int Mark = 4;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Head = 1 + Mark + Nonce + Tag;
    private const int MostCharacters = 2048;

    private readonly List<(byte[] Mark, byte[] Key)> keys;

    /// <summary>Tokens under some keys.</summary>
    /// <param name="secrets">At least one, 32 bytes or more each; the first one makes new tokens, the others still open old ones.</param>
    /// <exception cref="ArgumentException">There is none, or one is too short.</exception>
    public Tokens(params IReadOnlyList<byte[]> secrets)
    {
        if (secrets.Count == 0 || secrets.Any(s => s.Length < 32)) throw new ArgumentException("A key for links needs at least 32 bytes.", nameof(secrets));
        keys = [.. secrets.Select(s => (HKDF.DeriveKey(HashAlgorithmName.SHA256, s, Mark, info: "handraiser link mark"u8.ToArray()), HKDF.DeriveKey(HashAlgorithmName.SHA256, s, 32, info: "handraiser links"u8.ToArray())))];
    }

    /// <summary>Makes a token, safe in a URL's path.</summary>
    public string Write(Token token)
    {
        var text = string.Join('\n', [token.Subject, .. token.Details]);
        var content = new byte[5 + Encoding.UTF8.GetByteCount(text)];
        content[0] = (byte)token.Purpose;
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(1), token.Expires is { } expires ? (uint)(expires.ToUnixTimeSeconds() / 60) : 0);
        Encoding.UTF8.GetBytes(text, content.AsSpan(5));

        var (mark, key) = keys[0];
        var box = new byte[Head + content.Length];
        box[0] = Format;
        mark.CopyTo(box.AsSpan(1));
        var nonce = box.AsSpan(1 + Mark, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(nonce, content, box.AsSpan(Head), box.AsSpan(Head - Tag, Tag), box.AsSpan(0, 1 + Mark));
        return Base64Url.EncodeToString(box);
    }

    /// <summary>Opens a token; null when it is not ours, not whole, for another purpose, or too old.</summary>
    public Token? Read(string? text, TokenPurpose purpose, DateTimeOffset now)
    {
        if (text is not { Length: > 0 and <= MostCharacters } || !Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < Head + 5 || bytes[0] != Format) return null;
        foreach (var (mark, key) in keys)
        {
            if (bytes.AsSpan(1, Mark).SequenceEqual(mark) && Open(bytes, key) is { } content) return Parse(content, purpose, now);
        }
        return null;
    }

    private static byte[]? Open(byte[] bytes, byte[] key)
    {
        var content = new byte[bytes.Length - Head];
        using var aes = new AesGcm(key, Tag);
        try
        {
            aes.Decrypt(bytes.AsSpan(1 + Mark, Nonce), bytes.AsSpan(Head), bytes.AsSpan(Head - Tag, Tag), content, bytes.AsSpan(0, 1 + Mark));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static Token? Parse(byte[] content, TokenPurpose purpose, DateTimeOffset now)
    {
        var minutes = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(1));
        DateTimeOffset? expires = minutes == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(minutes * 60L);
        if (content[0] != (byte)purpose || expires < now) return null;
        var parts = Encoding.UTF8.GetString(content.AsSpan(5)).Split('\n');
        return new Token(purpose, parts[0], expires, parts[1..]);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>One name of a customer.</summary>
/// <param name="Home">The id of the row where the customer of this name lives, or a signpost to it stands.</param>
/// <param name="IsLoose">Whether others may use it too (a cart, a browser): it never makes two known customers one.</param>
public readonly record struct Name(string Home, bool IsLoose);

/// <summary>
/// Turns the names of a customer into ids. An id is the first 128 bits of an HMAC-SHA256 over the kind of name and its normal form, under
/// the installation's own key, in lower-case base32: an unkeyed hash of an address could be guessed back.
/// Every name has such an id, its <i>home</i>: the row where the customer of that name lives, or a signpost to where they live.
/// </summary>
/// <param name="key">The installation key, at least 32 bytes. Changing it makes every customer a stranger.</param>
public sealed class Identity(byte[] key)
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    /// <summary>How many buckets the customers are spread over.</summary>
    public const int Buckets = 64;
    /// <summary>The length of every customer id, in characters.</summary>
    public const int IdLength = 26;

    /// <summary>How many kinds of names there are, the strongest first.</summary>
    private const int Kinds = 7;
    /// <summary>From this kind on names are loose: carts, then browsers.</summary>
    private const int FirstLoose = 5;

    private static readonly SearchValues<char> NotInAddresses = SearchValues.Create(" \t\r\n<>,;\"");

    [ThreadStatic]
    private static (byte[]? Key, IncrementalHash? Hmac) recent;

    private readonly byte[] key = key.Length >= 32 ? key : throw new ArgumentException("The installation key must have at least 32 bytes.", nameof(key));

    /// <summary>
    /// All names that an event tells, strongest first; empty when none is usable. The event belongs to the customer of the first one; the
    /// others are tied to them.
    /// </summary>
    public IReadOnlyList<Name> Names(Identifiers told)
    {
        var names = new List<Name>(2);
        for (var kind = 0; kind < Kinds; kind++)
        {
            if (Home(told, kind) is { } home && !IsAmong(names, home)) names.Add(new Name(home, IsLoose: kind >= FirstLoose));
        }
        return names;
    }

    /// <summary>The home of the strongest name that an event tells; null when none is usable.</summary>
    public string? FirstHome(Identifiers told)
    {
        for (var kind = 0; kind < Kinds; kind++)
        {
            if (Home(told, kind) is { } home) return home;
        }
        return null;
    }

    /// <summary>The home of the name of one kind, the strongest kind being 0; null when it is not told or not usable.</summary>
    private string? Home(Identifiers told, int kind) => kind switch
    {
        0 => told.Id is { } id && IsId(id) ? id : null,
        1 => NormalEmail(told.Email) is { } email ? Home("email", email) : null,
        2 => Plain(told.ShopId) is { } shop ? Home("shop", shop) : null,
        3 => Plain(told.Loyalty) is { } loyalty ? Home("loyalty", loyalty) : null,
        4 => NormalPhone(told.Phone) is { } phone ? Home("phone", phone) : null,
        FirstLoose => Plain(told.Cart) is { } cart ? Home("cart", cart) : null,
        _ => Plain(told.AnonymousId) is { } anonymous ? Home("anonymous", anonymous) : null,
    };

    private static bool IsAmong(List<Name> names, string home)
    {
        foreach (var name in names)
        {
            if (name.Home == home) return true;
        }
        return false;
    }

    /// <summary>
    /// The bucket of <see cref="FirstHome"/>, from 0 to 63; 0 when no name is usable. Packing goes by it, and asks a thousand times a batch:
    /// for the two names that nearly every event has, no other home and no id is worked out.
    /// </summary>
    public int FirstBucket(Identifiers told)
    {
        if (told.Id is { } id && IsId(id)) return BucketNumber(id);
        if (NormalEmail(told.Email) is { } email)
        {
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            Hash("email", email, hash);
            return hash[0] >> 2;
        }
        return FirstHome(told) is { } home ? BucketNumber(home) : 0;
    }

    /// <summary>The homes of all names that an event tells, strongest first.</summary>
    public IReadOnlyList<string> Homes(Identifiers told) => [.. Names(told).Select(n => n.Home)];

    /// <summary>The customer id of an e-mail address; null when it is not one.</summary>
    public string? OfEmail(string? address) => NormalEmail(address) is { } email ? Home("email", email) : null;

    /// <summary>The home of one name in normal form. <paramref name="kind"/> keeps a phone number apart from a card with the same digits.</summary>
    public string Home(string kind, string normal)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash(kind, normal, hash);
        return ToBase32(hash[..16]);
    }

    private void Hash(string kind, string normal, Span<byte> hash)
    {
        // Making the HMAC costs as much as using it twice; each thread keeps the one of the key it used last.
        var (owner, hmac) = recent;
        if (owner != key || hmac is null)
        {
            hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            recent = (key, hmac);
        }
        var most = Encoding.UTF8.GetMaxByteCount(kind.Length + 1 + normal.Length);
        Span<byte> bytes = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        var length = Encoding.UTF8.GetBytes(kind, bytes);
        bytes[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(normal, bytes[length..]);
        hmac.AppendData(bytes[..length]);
        hmac.GetHashAndReset(hash);
    }

    /// <summary>The bucket of a customer: the first 6 bits of the id, two digits.</summary>
    public static string Bucket(string customerId) => BucketName(BucketNumber(customerId));

    /// <summary>The name of the bucket of this number: two digits.</summary>
    public static string BucketName(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The bucket of a customer as a number from 0 to 63.</summary>
    public static int BucketNumber(ReadOnlySpan<char> customerId) => (Digit(customerId[0]) << 1) | (Digit(customerId[1]) >> 4);

    /// <summary>Whether <paramref name="text"/> has the form of a customer id.</summary>
    public static bool IsId(ReadOnlySpan<char> text)
    {
        if (text.Length != IdLength) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && c is < '2' or > '7') return false;
        }
        return true;
    }

    /// <summary>
    /// An address in lower case without surrounding space; null when it cannot be one. What stands after a plus is kept: to the mailbox's
    /// owner it may be another person's mail.
    /// </summary>
    public static string? NormalEmail(string? address)
    {
        var trimmed = address?.Trim();
        if (trimmed is not { Length: > 2 and <= 254 }) return null;
        var at = trimmed.LastIndexOf('@');
        if (at < 1 || at > 64 || at == trimmed.Length - 1 || trimmed.AsSpan().ContainsAny(NotInAddresses)) return null;
        return trimmed.ToLowerInvariant();
    }

    /// <summary>A telephone number as <c>+</c> and 7 to 15 digits (E.164); null when it is not given with its country.</summary>
    public static string? NormalPhone(string? number)
    {
        if (number is null) return null;
        var digits = new StringBuilder(16);
        var international = false;
        foreach (var c in number.Trim())
        {
            if (c == '+' && digits.Length == 0) international = true;
            else if (char.IsAsciiDigit(c)) digits.Append(c);
            else if (c is not (' ' or '-' or '(' or ')' or '.' or '/')) return null;
        }
        if (!international && digits.Length > 4 && digits[0] == '0' && digits[1] == '0')
        {
            international = true;
            digits.Remove(0, 2);
        }
        return international && digits.Length is >= 7 and <= 15 ? $"+{digits}" : null;
    }

    private static string? Plain(string? value)
    {
        var trimmed = value?.Trim();
        return trimmed is { Length: > 0 and <= 256 } ? trimmed : null;
    }

    private static int Digit(char c) => c >= 'a' ? c - 'a' : c - '2' + 26;

    private static string ToBase32(ReadOnlySpan<byte> sixteen)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(sixteen);
        var low = BinaryPrimitives.ReadUInt64BigEndian(sixteen[8..]);
        var bits = new UInt128(high, low);
        return string.Create(IdLength, bits, static (text, value) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                // 26 digits hold 130 bits: the last digit carries the last three bits, padded with zeros (RFC 4648).
                var shift = 123 - 5 * i;
                var digit = shift >= 0 ? (int)(value >> shift) & 31 : (int)(value << -shift) & 31;
                text[i] = Base32[digit];
            }
        });
    }
}

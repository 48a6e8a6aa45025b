using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Handraiser.Plays;

/// <summary>
/// Codes for offers that nobody has to store: each follows from the customer and the action under the installation's own key, tells its last
/// day, and can be checked by whoever has the key. 16 characters without I, L, O and U, in groups of four: 14 bits of day, 36 bits of whose
/// it is, 30 bits of signature over both and the terms, so that a guess succeeds once in a thousand million.
/// </summary>
/// <param name="key">The offer key of the installation, at least 32 bytes; another one than that of the customer ids.</param>
public sealed class OfferCodes(byte[] key)
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 16;
    private const int WhoBits = 36;
    private const int SignatureBits = 30;
    private const int LastDay = (1 << 14) - 1;
    private static readonly DateOnly Epoch = new(2020, 1, 1);

    private readonly byte[] key = key.Length >= 32 ? key : throw new ArgumentException("The offer key must have at least 32 bytes.", nameof(key));

    /// <summary>The codes of an installation, under a key of their own that follows from its key (HKDF, RFC 5869).</summary>
    public static OfferCodes Under(byte[] installationKey) => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, installationKey, 32, info: "handraiser offer codes"u8.ToArray()));

    /// <summary>The code of one customer's offer: the same for the same action, another one for any other.</summary>
    /// <param name="customerId">Whose it is.</param>
    /// <param name="actionId">The action that carries it.</param>
    /// <param name="offer">What it is worth.</param>
    /// <param name="from">From when it is good, UTC.</param>
    public string Make(string customerId, string actionId, Offer offer, DateTimeOffset from)
    {
        var day = LastDay;
        if (offer.Expires is { } good) day = int.Clamp(DateOnly.FromDateTime((from + good).UtcDateTime).DayNumber - Epoch.DayNumber, 0, LastDay - 1);
        return Write(day, Who(customerId, actionId), Terms(offer));
    }

    /// <summary>Whether a code was made by us for these terms and is still good, as typed by a person: case, spaces and dashes do not matter.</summary>
    public bool IsGood(string code, Offer offer, DateTimeOffset now) => Read(code) is var (day, who) && IsOurs(code, day, who, offer) && LastGood(day) >= now;

    /// <summary>Which of these offers a code was made for, whether it is still good or not; null when it is none of ours.</summary>
    public Offer? Find(string code, IEnumerable<Offer> offers) => Read(code) is var (day, who) ? offers.FirstOrDefault(o => IsOurs(code, day, who, o)) : null;

    /// <summary>Until when a code says that it is good, end of day UTC; null when it is no code.</summary>
    public static DateTimeOffset? GoodUntil(string code) => Read(code) is var (day, _) ? LastGood(day) : null;

    private bool IsOurs(string code, int day, ulong who, Offer offer) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Write(day, who, Terms(offer))), Encoding.ASCII.GetBytes(Normal(code)!));

    private string Write(int day, ulong who, string terms)
    {
        var signed = Hash("code", terms, day.ToString(CultureInfo.InvariantCulture), who.ToString(CultureInfo.InvariantCulture)) >> (64 - SignatureBits);
        var bits = ((UInt128)(uint)day << (WhoBits + SignatureBits)) | ((UInt128)who << SignatureBits) | signed;
        var text = new StringBuilder(Length + 3);
        for (var i = 0; i < Length; i++)
        {
            if (i > 0 && i % 4 == 0) text.Append('-');
            text.Append(Digits[(int)(bits >> (5 * (Length - 1 - i))) & 31]);
        }
        return text.ToString();
    }

    private static (int Day, ulong Who)? Read(string code)
    {
        if (Normal(code) is not { } normal) return null;
        UInt128 bits = 0;
        foreach (var c in normal)
        {
            if (c != '-') bits = (bits << 5) | (uint)Digits.IndexOf(c, StringComparison.Ordinal);
        }
        return ((int)(bits >> (WhoBits + SignatureBits)), (ulong)(bits >> SignatureBits) & ((1UL << WhoBits) - 1));
    }

    /// <summary>The code as we write it; null when it cannot be one. What is easily mistaken is read as what it must be.</summary>
    private static string? Normal(string code)
    {
        var text = new StringBuilder(Length + 3);
        var count = 0;
        foreach (var typed in code)
        {
            if (typed is ' ' or '-') continue;
            var c = char.ToUpperInvariant(typed) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (!Digits.Contains(c) || count == Length) return null;
            if (count > 0 && count % 4 == 0) text.Append('-');
            text.Append(c);
            count++;
        }
        return count == Length ? text.ToString() : null;
    }

    private static DateTimeOffset LastGood(int day) =>
        day == LastDay ? DateTimeOffset.MaxValue : new DateTimeOffset(Epoch.AddDays(day).ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero);

    private static string Terms(Offer offer)
    {
        var terms = string.Create(CultureInfo.InvariantCulture, $"{offer.Percent:0.##}%{offer.Amount:0.##}");
        return offer.AtMost is { } most ? string.Create(CultureInfo.InvariantCulture, $"{terms}<{most:0.##}") : terms;
    }

    private ulong Who(string customerId, string actionId) => Hash("who", customerId, actionId) >> (64 - WhoBits);

    private ulong Hash(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', parts)), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}

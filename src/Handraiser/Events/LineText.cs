using System.Buffers;
using System.Globalization;
using System.Text;

namespace Handraiser.Events;

/// <summary>How values stand in lines: what would be read as a mark, or could not travel in XML and UTF-8, is escaped.</summary>
internal static class LineText
{
    /// <summary>Stands before the number of a value that is told elsewhere.</summary>
    public const char Reference = '~';
    /// <summary>A reference is the mark and two digits.</summary>
    public const int ReferenceLength = 3;
    /// <summary>How many values two digits can name.</summary>
    public const int References = 64 * 64;

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    private const char Escape = '\\';

    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create([.. Enumerable.Range(' ', '}' - ' ' + 1).Where(c => c != Escape).Select(c => (byte)c)]);
    private static readonly SearchValues<char> PlainChars = SearchValues.Create([.. Enumerable.Range(' ', '}' - ' ' + 1).Where(c => c != Escape).Select(c => (char)c)]);

    /// <summary>Whether a value stands in a line as it is; nearly every one does.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> value) => !value.ContainsAnyExcept(PlainBytes);

    /// <summary>Whether a value stands in a line as it is.</summary>
    public static bool IsPlain(ReadOnlySpan<char> value) => !value.ContainsAnyExcept(PlainChars);

    /// <summary>Writes a reference to the value of this number.</summary>
    public static void Refer(int number, Span<byte> text)
    {
        text[2] = (byte)Digits[number & 63];
        text[1] = (byte)Digits[number >> 6];
        text[0] = (byte)Reference;
    }

    /// <summary>The number of a reference; -1 where the text is none.</summary>
    public static int Referred(ReadOnlySpan<char> text)
    {
        if (text.Length != ReferenceLength || text[0] != Reference) return -1;
        var (high, low) = (Digits.IndexOf(text[1], StringComparison.Ordinal), Digits.IndexOf(text[2], StringComparison.Ordinal));
        return high < 0 || low < 0 ? -1 : high * 64 + low;
    }

    /// <summary>A value as it stands in a line, in UTF-8.</summary>
    public static byte[] Escaped(string value)
    {
        if (IsPlain(value)) return Encoding.ASCII.GetBytes(value);
        var told = new StringBuilder(value.Length + 16);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])) told.Append(c).Append(value[++i]);
            else if (c is >= ' ' and not (Escape or Reference) && !char.IsSurrogate(c) && c < '\uFFFE') told.Append(c);
            else told.Append(Escape).Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        return Encoding.UTF8.GetBytes(told.ToString());
    }

    /// <summary>A value as it was before it was escaped.</summary>
    /// <exception cref="FormatException">An escape is cut off or no number.</exception>
    public static string Value(ReadOnlySpan<char> told)
    {
        if (!told.Contains(Escape)) return told.ToString();
        var value = new StringBuilder(told.Length);
        while (told.IndexOf(Escape) is >= 0 and var at)
        {
            value.Append(told[..at]);
            if (told.Length < at + 5 || !ushort.TryParse(told.Slice(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var c)) throw new FormatException("A packed value has an escape that is none.");
            value.Append((char)c);
            told = told[(at + 5)..];
        }
        return value.Append(told).ToString();
    }
}

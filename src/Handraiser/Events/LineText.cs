using System.Buffers;
using System.Globalization;
using System.Text;

namespace Handraiser.Events;

/// <summary>The text of a pack while it grows, in a rented buffer.</summary>
internal sealed class LineText : IDisposable
{
    private const char Escape = '\\';

    private char[] chars = ArrayPool<char>.Shared.Rent(32 * 1024);
    private int length;

    public void Append(char c)
    {
        if (length == chars.Length) Grow(1);
        chars[length++] = c;
    }

    public void Append(long number)
    {
        if (chars.Length - length < 24) Grow(24);
        number.TryFormat(chars.AsSpan(length), out var written, provider: CultureInfo.InvariantCulture);
        length += written;
    }

    /// <summary>A value with what would be read as a mark, or could not travel in XML and UTF-8, escaped.</summary>
    public void AppendValue(string value)
    {
        if (IsPlain(value))
        {
            if (chars.Length - length < value.Length) Grow(value.Length);
            value.CopyTo(chars.AsSpan(length));
            length += value.Length;
            return;
        }
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                Append(c);
                Append(value[++i]);
            }
            else if (c is >= ' ' and not (Escape or KnownValues.Earlier) && !char.IsSurrogate(c) && c < '\uFFFE')
            {
                Append(c);
            }
            else
            {
                Append(Escape);
                foreach (var digit in ((int)c).ToString("x4", CultureInfo.InvariantCulture)) Append(digit);
            }
        }
    }

    /// <summary>A value as it was before <see cref="AppendValue"/>.</summary>
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

    public override string ToString() => new(chars, 0, length);

    public void Dispose() => ArrayPool<char>.Shared.Return(chars);

    /// <summary>Nearly every value is printable ASCII without a mark; two vectorised looks tell.</summary>
    private static bool IsPlain(string value) => value.AsSpan().IndexOfAnyExceptInRange(' ', '}') < 0 && !value.Contains(Escape);

    private void Grow(int needed)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(chars.Length * 2, length + needed));
        chars.AsSpan(0, length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(chars);
        chars = larger;
    }
}

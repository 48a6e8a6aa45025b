using System.Globalization;
using System.Text.Json;

namespace Handraiser.Functions.Intake.Site;

/// <summary>The kinds of fields in a post of the site. Each names itself with its place when it is refused, and never shows its value.</summary>
internal static class SiteFields
{
    private const int LongestLink = 2000;
    private const int LongestId = 100;
    private const decimal MostMoney = 10_000_000;

    /// <summary>A name that must be there, of letters, digits and <c>- _ : . ~</c>.</summary>
    public static string Name(JsonElement told, string name, string place, int least, int most)
    {
        if (told.Text(name) is { } text && text.Length >= least && text.Length <= most && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':' or '.' or '~')) return text;
        throw Wrong(place, name, $"{least} to {most} letters, digits and dashes are expected");
    }

    /// <summary>The shop's id of something; null when it is absent.</summary>
    public static string? Id(JsonElement told, string name, string place) =>
        told.Text(name)?.Trim() is not { Length: > 0 } text ? null
        : text.Length <= LongestId && !text.Any(char.IsControl) ? text
        : throw Wrong(place, name, $"at most {LongestId} characters are expected");

    /// <summary>A text, cut where it is too long; null when it is absent or blank.</summary>
    public static string? Cut(JsonElement told, string name, int most)
    {
        if (told.Text(name)?.Trim() is not { Length: > 0 } text) return null;
        if (text.Length <= most) return text;
        // Never between the halves of one character.
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    /// <summary>A web address; null when it is absent.</summary>
    public static string? Link(JsonElement told, string name, string place)
    {
        if (told.Text(name) is not { } text) return null;
        return text.Length <= LongestLink && Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https"
            ? text
            : throw Wrong(place, name, $"a web address of at most {LongestLink} characters is expected");
    }

    /// <summary>A number that is not negative, held at <paramref name="most"/>; null when it is absent.</summary>
    public static double? Number(JsonElement told, string name, string place, double most)
    {
        if (told.Text(name) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0
            ? Math.Min(value, most)
            : throw Wrong(place, name, "a number that is not negative is expected");
    }

    /// <summary>An amount of money; null when it is absent.</summary>
    public static decimal? Amount(JsonElement told, string name, string place)
    {
        if (told.Text(name) is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= MostMoney
            ? value
            : throw Wrong(place, name, "an amount that is not negative, such as 12.50, is expected");
    }

    /// <summary>A code of ISO 4217; null when it is absent.</summary>
    public static string? Currency(JsonElement told, string place)
    {
        if (told.Text("currency") is not { } text) return null;
        return text.Length == 3 && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : throw Wrong(place, "currency", "a code of three letters, such as GBP, is expected");
    }

    private static MalformedException Wrong(string place, string name, string why) => new(place.Length == 0 ? name : $"{place}.{name}", why);
}

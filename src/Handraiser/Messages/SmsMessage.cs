namespace Handraiser.Messages;

/// <summary>How a text message is coded (3GPP TS 23.038).</summary>
public enum SmsEncoding
{
    /// <summary>The default alphabet: 160 characters in one segment, 153 in each of several.</summary>
    Gsm7,

    /// <summary>Anything else: 70 UTF-16 units in one segment, 67 in each of several.</summary>
    Ucs2,
}

/// <summary>A text message ready to be sent, and what it will be billed as.</summary>
/// <param name="Text">The words.</param>
/// <param name="Encoding">The coding that the words need.</param>
/// <param name="Units">Septets (GSM-7) or UTF-16 units (UCS-2).</param>
/// <param name="Segments">How many messages the carrier bills; 0 for no words.</param>
/// <param name="CallToAction">The template's name for what it asks; null where it asks nothing.</param>
public sealed record SmsMessage(string Text, SmsEncoding Encoding, int Units, int Segments, string? CallToAction)
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    // Each of these takes an escape and a second septet.
    private const string Extended = "\f^{}\\[~]|€";

    /// <summary>Counts units and segments of some words.</summary>
    public static SmsMessage Of(string text, string? callToAction = null)
    {
        var gsm = text.All(c => Basic.Contains(c) || Extended.Contains(c));
        var sizes = gsm ? text.Select(c => Extended.Contains(c) ? 2 : 1).ToList() : CodePoints(text);
        var (single, part) = gsm ? (160, 153) : (70, 67);
        var units = sizes.Sum();
        return new SmsMessage(text, gsm ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2, units, Segmented(sizes, units, single, part), callToAction);
    }

    private static List<int> CodePoints(string text) => [.. text.EnumerateRunes().Select(r => r.Utf16SequenceLength)];

    // An escape pair or a surrogate pair is never cut in two, so a segment may end one unit early.
    private static int Segmented(List<int> sizes, int units, int single, int part)
    {
        if (units <= single)
        {
            return units == 0 ? 0 : 1;
        }

        var (segments, used) = (1, 0);
        foreach (var size in sizes)
        {
            if (used + size > part)
            {
                segments++;
                used = 0;
            }

            used += size;
        }

        return segments;
    }
}

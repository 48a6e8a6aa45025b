using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>Keeps text within bounds.</summary>
internal static class Text
{
    /// <summary>The text, cut to so many characters; never between the two halves of one character.</summary>
    public static string? Cut(string? text, int most)
    {
        if (text is null || text.Length <= most) return text;
        return text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    /// <summary>Who told of an event, within bounds.</summary>
    public static string Source(CustomerEvent happened) => Cut(happened.Source, 40)!;

    /// <summary>A link without its query and fragment, which may hold what should not be kept.</summary>
    public static string? WithoutQuery(string? url)
    {
        var end = url.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? url : url![..end];
    }

    /// <summary>A small hash (FNV-1a) to tell a few texts of one profile apart: links of one message, sources of its clicks.</summary>
    public static uint Fingerprint(ReadOnlySpan<char> text, uint seed = 2166136261)
    {
        foreach (var c in text) seed = (seed ^ c) * 16777619;
        return seed;
    }
}

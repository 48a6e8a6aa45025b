using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>
/// One instance of a text that many profiles remember, such as a category, for all of them: a full profile has 74 events, and nine in ten of
/// their texts stand in others, too. Bounded, and without locks: a text that finds its place taken takes it, and nothing depends on which
/// instance somebody has.
/// </summary>
internal static class Words
{
    private const int Places = 4096;
    private const int Longest = 80;

    private static readonly string?[] Known = new string?[Places];

    /// <summary>The same text, as an instance that others may have, too.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Shared(string? text)
    {
        if (text is not { Length: <= Longest }) return text;
        ref var place = ref Known[QuickHash.Of(MemoryMarshal.AsBytes(text.AsSpan())) & (Places - 1)];
        if (place is { } known && known == text) return known;
        place = text;
        return text;
    }
}

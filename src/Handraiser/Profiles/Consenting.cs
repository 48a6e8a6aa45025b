using System.Collections.Immutable;

namespace Handraiser.Profiles;

/// <summary>
/// Changes <see cref="Permissions"/> so that the order of telling does not matter: per channel the latest word counts, at the same moment
/// the stricter one; a customer who left is let in again only by a later yes.
/// </summary>
internal static class Consenting
{
    /// <summary>The customer said yes or no.</summary>
    public static Permissions Said(Permissions may, Consent word)
    {
        var next = may with { Consents = With(may.Consents, word) };
        if (!word.Granted) return next;
        next = next with { Yes = With(may.Yes, word) };
        return next with { Suppressions = next.Suppressions.RemoveAll(s => s.Channel == word.Channel && s.Reason == SuppressionReasons.Unsubscribed && s.At < word.At) };
    }

    /// <summary>The customer left a channel.</summary>
    public static Permissions Left(Permissions may, string channel, DateTimeOffset at, string how)
    {
        var next = Said(may, new Consent(channel, false, at, how));
        return next.LastYes(channel) > at ? next : Unsubscribed(next, channel, at);
    }

    /// <summary>What both profiles allow, by the stricter rule, for a merge.</summary>
    public static Permissions Union(Permissions a, Permissions b)
    {
        foreach (var word in b.Consents) a = Said(a, word);
        foreach (var yes in b.Yes) a = a with { Yes = With(a.Yes, yes) };
        foreach (var stop in b.Suppressions)
        {
            a = stop.Reason == SuppressionReasons.Unsubscribed ? Unsubscribed(a, stop.Channel, stop.At) : a.Stop(stop.Channel, stop.Reason, stop.At);
        }
        foreach (var yes in a.Yes)
        {
            a = a with { Suppressions = a.Suppressions.RemoveAll(s => s.Channel == yes.Channel && s.Reason == SuppressionReasons.Unsubscribed && s.At < yes.At) };
        }
        return a with { SoftBounces = [.. a.SoftBounces.Concat(b.SoftBounces).Distinct().Order().TakeLast(Bouncing.Kept)] };
    }

    /// <summary>Of several leavings the last one stands: it is the one that a later yes must follow.</summary>
    private static Permissions Unsubscribed(Permissions may, string channel, DateTimeOffset at)
    {
        var before = may.Suppressions.FirstOrDefault(s => s.Channel == channel && s.Reason == SuppressionReasons.Unsubscribed);
        if (before is null) return may.Stop(channel, SuppressionReasons.Unsubscribed, at);
        return before.At >= at ? may : may with { Suppressions = may.Suppressions.Replace(before, before with { At = at }) };
    }

    private static ImmutableArray<Consent> With(ImmutableArray<Consent> words, Consent word)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Channel == word.Channel) return Wins(word, words[i]) ? words.SetItem(i, word) : words;
        }
        return words.Add(word);
    }

    private static bool Wins(Consent word, Consent over) =>
        word.At != over.At ? word.At > over.At
        : word.Granted != over.Granted ? over.Granted
        : string.CompareOrdinal(word.How, over.How) > 0;
}

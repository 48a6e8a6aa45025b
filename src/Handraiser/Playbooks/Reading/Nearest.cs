namespace Handraiser.Playbooks.Reading;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary>A sentence that asks for the nearest of the known words, or lists them.</summary>
    public static string Ask(string word, IReadOnlyCollection<string> known)
    {
        if (Find(word, known) is { } near) return $"Did you mean {near}?";
        return known.Count is > 0 and <= 30 ? $"Known are: {string.Join(", ", known)}." : "";
    }

    /// <summary>The known word that is only a slip or two away; null when none is.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        var plain = Plain(word);
        var best = known.Select(k => (Word: k, Slips: Slips(plain, Plain(k)))).DefaultIfEmpty((Word: "", Slips: int.MaxValue)).MinBy(k => k.Slips);
        return best.Slips <= Math.Max(1, plain.Length / 3) ? best.Word : null;
    }

    private static string Plain(string word) => word.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    /// <summary>Letters to add, drop, change or swap with their neighbour (optimal string alignment).</summary>
    private static int Slips(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[a.Length, b.Length];
    }
}

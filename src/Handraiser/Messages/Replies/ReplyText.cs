namespace Handraiser.Messages.Replies;

/// <summary>
/// What the customer wrote, without what their mail program put around it: the quoted mail, signatures, "sent from my telephone". Answers
/// written between quoted lines are kept. Pure; the words of each language are data (<c>replies.yaml</c>).
/// </summary>
public static class ReplyText
{
    private const int MostLines = 2_000;
    private const int MostLineLength = 500;

    /// <summary>The customer's own words; empty where there are none.</summary>
    public static string Of(string? text)
    {
        var lines = (text ?? "").ReplaceLineEndings("\n").Split('\n', MostLines).Select(l => l.Replace('\u00a0', ' ').TrimEnd()).ToArray();
        var own = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimStart();
            if (line.StartsWith('>')) continue;
            if (lines[i] is "--" or "-- " || IsAny(ReplyWords.Shipped.Divider, line) || IsHead(lines, i) || IsRule(lines, i)) break;
            if (QuotedFor(lines, i) is > 0 and var taken)
            {
                // Where the quotation has no marks, nothing beneath can be told from it.
                if (!IsMarked(lines, i + taken)) break;
                i += taken - 1;
                continue;
            }
            if (!IsAny(ReplyWords.Shipped.Footer, line)) own.Add(lines[i]);
        }
        return string.Join('\n', own).Trim().Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether the whole of it asks for no more mails ("unsubscribe", "bitte abmelden"). A longer text with such words in it is for a person
    /// to read.
    /// </summary>
    public static bool AsksToLeave(string own)
    {
        var words = own.Trim().TrimEnd('.', '!', ' ').Replace(",", "", StringComparison.Ordinal);
        return words.Length is > 0 and <= 80 && !words.Contains('\n', StringComparison.Ordinal) && IsAny(ReplyWords.Shipped.Leave, words);
    }

    /// <summary>How many lines the line above a quotation takes, for mail programs break it; 0 when there is none here.</summary>
    private static int QuotedFor(string[] lines, int at)
    {
        var joined = "";
        for (var taken = 1; taken <= 3 && at + taken <= lines.Length; taken++)
        {
            var next = lines[at + taken - 1].Trim();
            if (next.Length == 0) return 0;
            joined = joined.Length == 0 ? next : joined + " " + next;
            if (joined.Length <= MostLineLength && joined.EndsWith(':') && joined.Any(c => char.IsAsciiDigit(c) || c == '@') && IsAny(ReplyWords.Shipped.Quoted, joined)) return taken;
        }
        return 0;
    }

    private static bool IsMarked(string[] lines, int from) => lines.Skip(from).FirstOrDefault(l => l.Trim().Length > 0)?.TrimStart().StartsWith('>') == true;

    private static bool IsHead(string[] lines, int at)
    {
        var line = lines[at].TrimStart();
        foreach (var (first, next) in ReplyWords.Shipped.Heads)
        {
            if (line.Length <= MostLineLength && first.IsMatch(line) && lines.Skip(at + 1).Take(4).Count(l => l.Length <= MostLineLength && next.IsMatch(l.TrimStart())) >= 2) return true;
        }
        return false;
    }

    /// <summary>A drawn line counts only with a quoted mail's head beneath it.</summary>
    private static bool IsRule(string[] lines, int at) =>
        lines[at].Length >= 10 && lines[at].All(c => c is '_' or '-' or '=') && Enumerable.Range(at + 1, 2).Any(i => i < lines.Length && IsHead(lines, i));

    private static bool IsAny(IEnumerable<SafeRegex> patterns, string line) => line.Length is > 0 and <= MostLineLength && patterns.Any(p => p.IsMatch(line));
}

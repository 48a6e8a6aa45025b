namespace Handraiser.Messages.Replies;

/// <summary>
/// Tells mails that nobody wrote: answers of machines (RFC 3834: <c>Auto-Submitted</c>), of lists (<c>Precedence</c>, <c>List-Id</c>) and
/// reports that a mail came back (RFC 3464: an empty return path). A person on holiday has raised no hand. Pure.
/// </summary>
public static class AutomaticMail
{
    private static readonly string[] Machines = ["X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Failed-Recipients", "X-Mailer-Autoresponse", "X-FC-MachineGenerated", "X-ML-Name", "List-Id"];
    private static readonly string[] Bulk = ["bulk", "junk", "list", "auto_reply", "auto-reply"];
    private static readonly string[] Daemons = ["mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounce", "bounces"];

    /// <summary>Why a mail is a machine's; null when a person may have written it.</summary>
    /// <param name="headers">The head of the mail, as it came.</param>
    /// <param name="from">The address that it says it is from.</param>
    /// <param name="returnPath">The address that errors go to: empty for a report that a mail came back; null where it was not told.</param>
    /// <param name="subject">Its subject.</param>
    public static string? Reason(string? headers, string? from, string? returnPath, string? subject)
    {
        var head = MailHead.Read(headers);
        if (head.GetValueOrDefault("Auto-Submitted") is { Length: > 0 } auto && !IsWord(auto, "no")) return "Auto-Submitted";
        if (head.GetValueOrDefault("Precedence") is { } precedence && Bulk.Any(b => IsWord(precedence, b))) return "Precedence";
        if (Machines.FirstOrDefault(head.ContainsKey) is { } named) return named;
        if (head.GetValueOrDefault("Content-Type")?.StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase) == true) return "a report";
        if (returnPath is { Length: 0 } || head.GetValueOrDefault("Return-Path")?.Trim() is "<>" or "") return "an empty return path";
        if (Daemons.Contains(from?.Split('@')[0], StringComparer.OrdinalIgnoreCase)) return "a machine's address";
        return subject is { Length: > 0 and <= 500 } && ReplyWords.Shipped.Automatic.Any(p => p.IsMatch(subject.Trim())) ? "its subject" : null;
    }

    private static bool IsWord(string value, string word) => value.Trim().Split(';', ' ')[0].Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The head of a mail (RFC 5322, 2.2): names and values, folded lines made one; of several by one name the first.</summary>
public static class MailHead
{
    private const int MostLines = 1_000;

    /// <summary>Reads it; what is no header is passed over. Names are case-insensitive.</summary>
    public static IReadOnlyDictionary<string, string> Read(string? head)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? name = null;
        foreach (var line in (head ?? "").ReplaceLineEndings("\n").Split('\n', MostLines))
        {
            if (line.Length == 0) continue;
            if (line[0] is ' ' or '\t')
            {
                if (name is not null) read[name] += " " + line.Trim();
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            name = colon > 0 && read.TryAdd(line[..colon].TrimEnd(), line[(colon + 1)..].Trim()) ? line[..colon].TrimEnd() : null;
        }
        return read;
    }
}

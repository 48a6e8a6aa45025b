namespace Handraiser.LocalHost.Doctor;

/// <summary>
/// What large mailbox providers ask of a domain that sends in bulk: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489), judged by text records.
/// Gmail's rules: https://support.google.com/a/answer/81126.
/// </summary>
internal static class MailDomain
{
    private const string Spf = "v=spf1";
    private const string Dmarc = "v=DMARC1";

    /// <summary>The names to look up.</summary>
    /// <param name="domain">The sender's domain.</param>
    /// <param name="selectors">The DKIM selectors that the provider gave.</param>
    public static IReadOnlyList<string> Names(string domain, IReadOnlyList<string> selectors) =>
        [domain, .. selectors.Select(s => DkimName(s, domain)), .. DmarcNames(domain)];

    /// <summary>What the records are worth.</summary>
    public static IReadOnlyList<Finding> Judge(string domain, IReadOnlyList<string> selectors, IReadOnlyDictionary<string, IReadOnlyList<string>?> records) =>
        Names(domain, selectors).Any(name => records.GetValueOrDefault(name) is null)
            ? [Finding.Doubtful("dns", $"DNS did not answer for {domain}: try again from a machine that may ask it.")]
            : [JudgeSpf(domain, records[domain]!), .. JudgeDkim(domain, selectors, records), JudgeDmarc(domain, records)];

    private static Finding JudgeSpf(string domain, IReadOnlyList<string> records)
    {
        var found = records.Where(r => r.Equals(Spf, StringComparison.OrdinalIgnoreCase) || r.StartsWith(Spf + " ", StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0) return Finding.Bad("spf", $"{domain} has no SPF record: add the text record \"v=spf1 include:sendgrid.net ~all\" to it, or with other senders what each of them asks for.");
        if (found.Count > 1) return Finding.Bad("spf", $"{domain} has {found.Count} SPF records, and receivers then take none: join them into one.");
        var terms = found[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (terms.Any(t => t.Equals("+all", StringComparison.OrdinalIgnoreCase) || t.Equals("all", StringComparison.OrdinalIgnoreCase))) return Finding.Bad("spf", $"The SPF record of {domain} lets everybody send in its name: end it with ~all.");
        if (!terms.Any(t => t.EndsWith("all", StringComparison.OrdinalIgnoreCase) || t.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase))) return Finding.Doubtful("spf", $"The SPF record of {domain} does not say what to do with other senders: end it with ~all.");
        return Finding.Good("spf", $"{domain} says who may send in its name.");
    }

    private static IEnumerable<Finding> JudgeDkim(string domain, IReadOnlyList<string> selectors, IReadOnlyDictionary<string, IReadOnlyList<string>?> records)
    {
        foreach (var selector in selectors)
        {
            var name = DkimName(selector, domain);
            var key = records[name]!.Select(KeyOf).FirstOrDefault(k => k is not null);
            yield return key switch
            {
                null => Finding.Bad("dkim", $"There is no DKIM key at {name}: authenticate the domain at SendGrid (Settings, Sender Authentication), add the records that it shows, or name your selectors with --selector."),
                "" => Finding.Bad("dkim", $"The DKIM key at {name} was revoked, for it is empty: let SendGrid make a new one and add its records."),
                _ => Finding.Good("dkim", $"Mails can be signed with the key at {name}."),
            };
        }
    }

    private static Finding JudgeDmarc(string domain, IReadOnlyDictionary<string, IReadOnlyList<string>?> records)
    {
        var home = DmarcNames(domain).FirstOrDefault(name => records[name]!.Any(r => r.StartsWith(Dmarc, StringComparison.Ordinal)));
        if (home is null) return Finding.Bad("dmarc", $"There is no DMARC record at _dmarc.{domain}: add the text record \"v=DMARC1; p=none; rua=mailto:dmarc@{domain}\"; without one, Gmail and Yahoo refuse bulk mail.");
        var found = records[home]!.Where(r => r.StartsWith(Dmarc, StringComparison.Ordinal)).ToList();
        if (found.Count > 1) return Finding.Bad("dmarc", $"{home} has {found.Count} DMARC records, and receivers then take none: leave one.");
        var tags = Tags(found[0]);
        return tags.GetValueOrDefault("p") switch
        {
            "none" or "quarantine" or "reject" when !tags.ContainsKey("rua") => Finding.Doubtful("dmarc", $"The DMARC record at {home} asks for no reports: add rua=mailto:dmarc@{domain} to learn who sends in your name."),
            "none" or "quarantine" or "reject" => Finding.Good("dmarc", $"{home} says what to do with mail that proves nothing."),
            _ => Finding.Bad("dmarc", $"The DMARC record at {home} has no policy: add p=none, p=quarantine or p=reject."),
        };
    }

    private static string DkimName(string selector, string domain) => $"{selector}._domainkey.{domain}";

    /// <summary>The domain's own place and those of the domains above it, down to two parts: a policy above holds below.</summary>
    private static IEnumerable<string> DmarcNames(string domain)
    {
        for (var at = domain; at.Contains('.', StringComparison.Ordinal); at = at[(at.IndexOf('.', StringComparison.Ordinal) + 1)..]) yield return "_dmarc." + at;
    }

    private static string? KeyOf(string record) => Tags(record).GetValueOrDefault("p");

    private static Dictionary<string, string> Tags(string record)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in record.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) tags.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim());
        }
        return tags;
    }
}
